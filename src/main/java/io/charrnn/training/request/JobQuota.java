package io.charrnn.training.request;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

import io.charrnn.access.Caller;
import io.charrnn.problem.TooManyRequestsException;
import io.charrnn.training.TrainingJobs;
import io.charrnn.training.TrainingSettings;
import io.charrnn.workspace.Resource;
import io.charrnn.workspace.WorkspaceQuota;

import org.springframework.stereotype.Component;

/** Bounds how many jobs wait and run, in total, in each workspace and for each key. */
@Component
class JobQuota {

	private static final Duration RETRY_AFTER = Duration.ofMinutes(1);

	private final TrainingJobs jobs;

	private final WorkspaceQuota quota;

	private final TrainingSettings settings;

	JobQuota(TrainingJobs jobs, WorkspaceQuota quota, TrainingSettings settings) {
		this.quota = quota;
		this.jobs = jobs;
		this.settings = settings;
	}

	/**
	 * Checks whether the caller may add one more job.
	 * @return the id of the caller's key, if there is one
	 * @throws TooManyRequestsException if there are too many already
	 */
	Optional<String> check() {
		this.quota.check(Resource.UNFINISHED_JOBS, 0);
		Optional<String> key = Caller.keyId();
		if (this.jobs.countUnfinished() >= this.settings.maxUnfinishedJobs()) {
			throw tooMany(String.format(Locale.ROOT,
					"There are %,d unfinished training jobs, the maximum (charrnn.training.max-unfinished-jobs).",
					this.settings.maxUnfinishedJobs()));
		}
		key.filter((id) -> this.jobs.countUnfinished(id) >= this.settings.maxUnfinishedJobsOfAKey()).ifPresent((id) -> {
			throw tooMany(String.format(Locale.ROOT,
					"There are %,d unfinished training jobs of this key, the maximum "
							+ "(charrnn.training.max-unfinished-jobs-of-a-key).",
					this.settings.maxUnfinishedJobsOfAKey()));
		});
		return key;
	}

	private static TooManyRequestsException tooMany(String detail) {
		return new TooManyRequestsException("too-many-jobs", detail, RETRY_AFTER);
	}

}
