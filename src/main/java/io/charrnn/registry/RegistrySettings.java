package io.charrnn.registry;

import java.nio.file.Path;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the models' registry.
 *
 * @param maxArchiveSize maximum size of an archive to import
 * @param spoolDirectory where archives are kept until they are complete and validated
 * @param maxModels maximum number of model versions; beyond it, 409 (for a training job,
 * when it is created)
 */
@ConfigurationProperties("charrnn.registry")
record RegistrySettings(DataSize maxArchiveSize, Path spoolDirectory, @DefaultValue("10000") int maxModels) {

	RegistrySettings {
		Assert.isTrue(maxArchiveSize.toBytes() > 0, "charrnn.registry.max-archive-size must be at least 1B");
		Assert.isTrue(maxModels > 0, "charrnn.registry.max-models must be at least 1");
		spoolDirectory = spoolDirectory.toAbsolutePath().normalize();
	}

}
