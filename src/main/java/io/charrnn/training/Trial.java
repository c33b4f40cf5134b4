package io.charrnn.training;

/**
 * What a job is for its search.
 *
 * @param last whether it publishes its model when it reaches its limits; else it pauses
 * there, until the search extends or cancels it
 */
public record Trial(SearchId search, boolean last) {
}
