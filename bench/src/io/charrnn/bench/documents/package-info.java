/** What it brings and costs that a corpus is of documents. */
@NullMarked
package io.charrnn.bench.documents;

import org.jspecify.annotations.NullMarked;
