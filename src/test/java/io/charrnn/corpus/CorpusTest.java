package io.charrnn.corpus;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.charrnn.testing.ServiceTest;

import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/**
 * Tests the whole service with a bound on texts that tests reach, and where some cannot
 * be deleted.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ServiceTest
@TestPropertySource(properties = "charrnn.corpus.max-size=12MB")
@Import(CorpusApiTests.HeldCorpora.class)
@interface CorpusTest {

}
