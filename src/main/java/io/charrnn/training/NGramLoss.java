package io.charrnn.training;

/**
 * The loss of character n-grams with Witten-Bell interpolation on a job's own split.
 *
 * @param order n: the n - 1 characters before are looked at
 * @param loss mean cross-entropy on the validation part, nats per character
 * @param trainingCharacters characters that were counted, the last of the training part
 * @param validationCharacters characters that were predicted, the first of the validation
 * part
 */
public record NGramLoss(int order, double loss, int trainingCharacters, int validationCharacters) {
}
