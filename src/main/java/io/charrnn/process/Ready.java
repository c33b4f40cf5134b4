package io.charrnn.process;

import java.net.InetAddress;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells whoever started the service where to look first. */
@Component
class Ready {

	private static final Logger logger = LoggerFactory.getLogger(Ready.class);

	private final String documentation;

	Ready(@Value("${springdoc.swagger-ui.path}") String documentation) {
		this.documentation = documentation;
	}

	@EventListener
	void tell(ApplicationReadyEvent ready) {
		var environment = ready.getApplicationContext().getEnvironment();
		InetAddress address = environment.getProperty("server.address", InetAddress.class);
		String port = environment.getProperty("local.server.port");
		if (port != null) {
			logger.info("Ready. Open http://{}:{} or, for the API, http://{}:{}{}", host(address), port, host(address),
					port, this.documentation);
		}
	}

	private static String host(@Nullable InetAddress address) {
		return (address == null || address.isAnyLocalAddress()) ? "localhost" : address.getHostAddress();
	}

}
