package io.charrnn.registry;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.swagger.v3.oas.annotations.Parameter;

/** Describes the parameter of a path that names a model of any kind. */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(description = "`name:version`, `name` for its newest version, or a checkpoint's id.",
		example = "shakespeare:3")
public @interface AnyModel {

}
