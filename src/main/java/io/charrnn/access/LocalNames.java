package io.charrnn.access;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.springframework.util.function.SingletonSupplier;

/**
 * The names of hosts under which a service on a loopback address may be reached. A site
 * of the Internet has none of them, so none of its pages passes for the service's own by
 * giving its name the address of this machine (DNS rebinding).
 */
final class LocalNames {

	private static final String LOCALHOST = "localhost";

	private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[.*]");

	/**
	 * Zones that the public DNS does not have: RFC 6761, 6762 and 8375, what ICANN keeps
	 * for private use, and what routers call their networks.
	 */
	private static final List<String> ZONES = List.of(".localhost", ".local", ".home.arpa", ".internal", ".lan");

	private final List<String> allowed;

	/** Asking for the name of this machine may take its resolver a while. */
	private final SingletonSupplier<Set<String>> own = SingletonSupplier.of(LocalNames::ofThisMachine);

	/**
	 * Knows further names.
	 * @param hosts names, or {@code *.} and what names end with
	 * @param origins whose hosts are names, too
	 */
	LocalNames(List<String> hosts, List<String> origins) {
		this.allowed = Stream.concat(hosts.stream(), origins.stream().map(LocalNames::host))
			.map((host) -> host.toLowerCase(Locale.ROOT))
			.toList();
	}

	/** To {@code URI}, a name with an underscore is none of a host. */
	private static String host(String origin) {
		return URI.create(origin).getAuthority().replaceFirst(":[0-9]*$", "");
	}

	/** Whether a name of a host, without its port, is one of them. */
	boolean include(String host) {
		String name = host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
		return name.equals(LOCALHOST) || ADDRESS.matcher(name).matches() || ZONES.stream().anyMatch(name::endsWith)
				|| this.allowed.stream().anyMatch((known) -> matches(known, name)) || this.own.obtain().contains(name);
	}

	private static boolean matches(String known, String name) {
		return known.startsWith("*.") ? name.endsWith(known.substring(1)) : name.equals(known);
	}

	/** None, if nothing on this machine can be reached by its name. */
	private static Set<String> ofThisMachine() {
		try {
			String name = InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
			return Set.copyOf(List.of(name, name.replaceFirst("\\..*", "")));
		}
		catch (UnknownHostException ex) {
			return Set.of();
		}
	}

}
