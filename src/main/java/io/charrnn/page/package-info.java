/** A page of a list, and the cursor to the next. */
@ApplicationModule(allowedDependencies = { "problem" })
@NullMarked
package io.charrnn.page;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
