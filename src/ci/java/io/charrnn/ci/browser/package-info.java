/** The page in a browser, as people use it. */
@NullMarked
package io.charrnn.ci.browser;

import org.jspecify.annotations.NullMarked;
