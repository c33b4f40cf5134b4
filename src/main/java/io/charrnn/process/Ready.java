package io.charrnn.process;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells whoever started the service where to look first. */
@Component
class Ready {

	private static final Logger logger = LoggerFactory.getLogger(Ready.class);

	private final String documentation;

	private final ServerProperties server;

	Ready(ServerProperties server, @Value("${springdoc.swagger-ui.path}") String documentation) {
		this.server = server;
		this.documentation = documentation;
	}

	@EventListener
	void tell(ApplicationReadyEvent ready) {
		if (ready.getApplicationContext() instanceof WebServerApplicationContext context
				&& context.getWebServer() != null) {
			String place = place(context.getWebServer().getPort());
			logger.info("Ready. Open {} or, for the API, {}{}", place, place, this.documentation);
		}
	}

	/** Where a browser on this machine finds what listens on a port. */
	String place(int port) {
		String scheme = Ssl.isEnabled(this.server.getSsl()) ? "https" : "http";
		return scheme + "://" + host(this.server.getAddress()) + ":" + port
				+ Objects.requireNonNullElse(this.server.getServlet().getContextPath(), "");
	}

	private static String host(@Nullable InetAddress address) {
		if (address == null || address.isAnyLocalAddress()) {
			return "localhost";
		}
		return (address instanceof Inet6Address) ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
	}

}
