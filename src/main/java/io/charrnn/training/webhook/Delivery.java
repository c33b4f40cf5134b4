package io.charrnn.training.webhook;

/**
 * What is to be told to a webhook, as it was when it happened.
 *
 * @param workspace whose webhook
 * @param body the JSON that is sent
 */
record Delivery(String workspace, String body) {
}
