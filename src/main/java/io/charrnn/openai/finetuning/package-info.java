/** Fine-tuning jobs, which are training jobs. */
@NullMarked
package io.charrnn.openai.finetuning;

import org.jspecify.annotations.NullMarked;
