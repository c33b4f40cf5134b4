/**
 * The possible errors, as exceptions without HTTP, and the one advice that maps them to
 * RFC 9457.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.charrnn.problem;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
