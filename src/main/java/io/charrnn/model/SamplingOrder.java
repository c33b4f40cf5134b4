package io.charrnn.model;

/**
 * What the steps of a choice look at and in which order they act, where programs differ.
 */
public enum SamplingOrder {

	/**
	 * Penalties look at what was generated, and the bias acts behind them. The filters
	 * act in the order topK, topP, minP, typicalP.
	 */
	PENALTIES_FIRST,

	/**
	 * As vLLM has it ({@code vllm/v1/sample/sampler.py} and {@code apply_penalties} in
	 * {@code vllm/model_executor/layers/utils.py}): the bias acts before the penalties,
	 * the repetition penalty looks at the prompt, too, and minP acts before topK and
	 * topP.
	 */
	VLLM

}
