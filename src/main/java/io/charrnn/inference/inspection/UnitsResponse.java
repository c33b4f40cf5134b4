package io.charrnn.inference.inspection;

import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;

/** The units that track properties of a text. */
record UnitsResponse(@Schema(description = "The version used.", example = "shakespeare:3") String model,
		@Schema(description = "One per requested property, in order.") List<TrackedProperty> properties,
		@Schema(description = "Equal requests with equal fingerprints give equal answers.",
				example = "0f3a5c7788d1e2b4") String fingerprint) {

	/** A property and the units that track it best. */
	record TrackedProperty(Property property,
			@Schema(description = "Mean of the property over the text.", example = "0.12") double mean,
			@Schema(description = "Best first; none if the property is constant.") List<TrackingUnit> units) {
	}

	/** A unit. */
	record TrackingUnit(@Schema(description = "Counted from 0.", example = "1") int layer,
			@Schema(description = "Counted from 0.", example = "17") int unit,
			@Schema(description = "Pearson correlation of its h with the property, from -1 to 1.",
					example = "0.83") double correlation) {
	}

}
