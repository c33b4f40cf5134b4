package io.charrnn.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/**
 * Tests the whole service on a random port of 127.0.0.1 with a database of its own. All
 * such tests without further settings share one context, and so that database: a test
 * makes what it needs and depends on nothing that others leave. What is answered to any
 * of them must be as the OpenAPI document says.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureMockMvc
@Import({ DescribedAnswers.class, DescribedEvents.class })
@ContextConfiguration(initializers = TemporaryDataDirectory.class)
public @interface ServiceTest {

}
