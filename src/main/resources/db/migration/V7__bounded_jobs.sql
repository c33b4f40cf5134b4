-- What one job leaves is bounded: its curves have at most 4,096 points, and there are at most 1,000 samples. What is
-- beyond in earlier jobs is put together in 2,048 points, and some 500 to 1,000 samples are kept.

UPDATE training_metric SET
    training_loss = merged.training_loss,
    validation_loss = merged.validation_loss,
    learning_rate = merged.learning_rate,
    gradient_norm = merged.gradient_norm,
    clipped_fraction = merged.clipped_fraction,
    characters_per_second = merged.characters_per_second
FROM (
    SELECT job_id, MAX(iteration) AS iteration, AVG(training_loss) AS training_loss,
        AVG(validation_loss) AS validation_loss, AVG(learning_rate) AS learning_rate,
        AVG(gradient_norm) AS gradient_norm, AVG(clipped_fraction) AS clipped_fraction,
        AVG(characters_per_second) AS characters_per_second
    FROM (
        SELECT training_metric.*, COUNT(*) OVER (PARTITION BY job_id) AS points,
            (ROW_NUMBER() OVER (PARTITION BY job_id ORDER BY iteration) - 1) * 2048
                / COUNT(*) OVER (PARTITION BY job_id) AS bucket
        FROM training_metric) AS placed
    WHERE points > 4096 GROUP BY job_id, bucket) AS merged
WHERE training_metric.job_id = merged.job_id AND training_metric.iteration = merged.iteration;

DELETE FROM training_metric WHERE (job_id, iteration) IN (
    SELECT job_id, iteration FROM (
        SELECT job_id, iteration, points, bucket,
            LEAD(bucket) OVER (PARTITION BY job_id ORDER BY iteration) AS next_bucket
        FROM (
            SELECT job_id, iteration, COUNT(*) OVER (PARTITION BY job_id) AS points,
                (ROW_NUMBER() OVER (PARTITION BY job_id ORDER BY iteration) - 1) * 2048
                    / COUNT(*) OVER (PARTITION BY job_id) AS bucket
            FROM training_metric) AS placed) AS neighbours
    WHERE points > 4096 AND next_bucket = bucket);

DELETE FROM training_sample WHERE (job_id, iteration) IN (
    SELECT job_id, iteration FROM (
        SELECT job_id, iteration, COUNT(*) OVER (PARTITION BY job_id) AS samples,
            ROW_NUMBER() OVER (PARTITION BY job_id ORDER BY iteration DESC) - 1 AS number
        FROM training_sample) AS numbered
    WHERE samples > 1000 AND number % (samples / 500) <> 0);

-- Jobs that have ended, for each key from the newest on: the oldest go first.
CREATE INDEX training_job_ended ON training_job (key_id, finished_at, id) WHERE finished_at IS NOT NULL;
