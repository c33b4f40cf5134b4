package io.charrnn.api.documentation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.charrnn.problem.UnavailableException;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.models.OpenAPI;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.SpringDocCustomizers;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.core.providers.SpringDocProviders;
import org.springdoc.core.service.AbstractRequestService;
import org.springdoc.core.service.GenericResponseService;
import org.springdoc.core.service.OpenAPIService;
import org.springdoc.core.service.OperationService;
import org.springdoc.core.utils.Constants;
import org.springdoc.webmvc.api.OpenApiResource;

import org.springframework.beans.factory.ObjectFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Lazy;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.DigestUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * The OpenAPI document, which is made once, when somebody first asks for it. The
 * library's own endpoint would make another one for each language that a client names,
 * under one lock, and keep them all.
 */
@RestController
@Hidden
@Lazy
@ConditionalOnProperty(name = Constants.SPRINGDOC_ENABLED, matchIfMissing = true)
class ApiDocument {

	/** Stands for the service's address in the document that is kept. */
	static final String SERVER = "http://server.invalid";

	/** Nothing that would have to be escaped. */
	private static final Pattern PLAIN = Pattern.compile("https?://[A-Za-z0-9.:\\[\\]/_-]+");

	private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

	private final Library library;

	private final Lock making = new ReentrantLock();

	private volatile @Nullable Forms forms;

	ApiDocument(ObjectFactory<OpenAPIService> documents, AbstractRequestService requests,
			GenericResponseService responses, OperationService operations, SpringDocConfigProperties settings,
			SpringDocProviders providers, SpringDocCustomizers customizers) {
		this.library = new Library(documents, requests, responses, operations, settings, providers, customizers);
	}

	@GetMapping(path = "/v3/api-docs", produces = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<byte[]> json(HttpServletRequest request) throws JsonProcessingException {
		return respond(forms().json(), request);
	}

	@GetMapping(path = "/v3/api-docs.yaml", produces = Constants.APPLICATION_OPENAPI_YAML)
	ResponseEntity<byte[]> yaml(HttpServletRequest request) throws JsonProcessingException {
		return respond(forms().yaml(), request);
	}

	private static ResponseEntity<byte[]> respond(String made, HttpServletRequest request) {
		byte[] document = made.replace(SERVER, server(request)).getBytes(StandardCharsets.UTF_8);
		return ResponseEntity.ok()
			.cacheControl(CacheControl.noCache())
			// Weak, as the compressed document is another one to the byte.
			.eTag("W/\"" + DigestUtils.md5DigestAsHex(document) + "\"")
			.body(document);
	}

	/** Where the client has asked: programs that it generates shall ask there, too. */
	private static String server(HttpServletRequest request) {
		String server = ServletUriComponentsBuilder.fromContextPath(request).build().toUriString();
		return PLAIN.matcher(server).matches() ? server : "/";
	}

	/** Whoever comes while it is made comes again, instead of holding a thread. */
	private Forms forms() throws JsonProcessingException {
		Forms made = this.forms;
		if (made != null) {
			return made;
		}
		if (!this.making.tryLock()) {
			throw new UnavailableException("unavailable", "The API document is being created for another request.",
					RETRY_AFTER);
		}
		try {
			made = this.forms;
			if (made == null) {
				made = this.library.make();
				this.forms = made;
			}
			return made;
		}
		finally {
			this.making.unlock();
		}
	}

	/** The document as it is sent. */
	private record Forms(String json, String yaml) {
	}

	/** Makes documents; not a bean, as its own endpoints would be mapped then. */
	private static final class Library extends OpenApiResource {

		Library(ObjectFactory<OpenAPIService> documents, AbstractRequestService requests,
				GenericResponseService responses, OperationService operations, SpringDocConfigProperties settings,
				SpringDocProviders providers, SpringDocCustomizers customizers) {
			super(documents, requests, responses, operations, settings, providers, customizers);
		}

		Forms make() throws JsonProcessingException {
			OpenAPI document = getOpenApi("/", Locale.ENGLISH);
			return new Forms(new String(writeJsonValue(document), StandardCharsets.UTF_8),
					new String(writeYamlValue(document), StandardCharsets.UTF_8));
		}

		@Override
		protected String getServerUrl(HttpServletRequest request, String path) {
			return "/";
		}

	}

}
