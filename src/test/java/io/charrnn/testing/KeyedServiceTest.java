package io.charrnn.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.test.context.TestPropertySource;

/**
 * Tests the whole service where every request needs a key, and may be one of many. All
 * such tests without further settings share one context.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ServiceTest
@TestPropertySource(properties = { "charrnn.access.keys=required", "charrnn.access.admin-key=" + KeyedServiceTest.ADMIN,
		"charrnn.access.requests-per-minute=100000", "charrnn.access.failures-per-minute=100000" })
public @interface KeyedServiceTest {

	/** The key from the settings, which may do anything. */
	String ADMIN = "an admin key from the settings";

}
