package io.charrnn.training.webhook;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Tells hosts on the Internet from those of the own network, which a webhook must not
 * reach: the service would be the way in for who can name them.
 */
final class PublicAddresses {

	/** The special-purpose registries of IANA (RFC 6890) that no public host is in. */
	private static final List<Network> PRIVATE = List.of(Network.of("0.0.0.0/8"), Network.of("10.0.0.0/8"),
			Network.of("100.64.0.0/10"), Network.of("127.0.0.0/8"), Network.of("169.254.0.0/16"),
			Network.of("172.16.0.0/12"), Network.of("192.0.0.0/24"), Network.of("192.0.2.0/24"),
			Network.of("192.168.0.0/16"), Network.of("198.18.0.0/15"), Network.of("198.51.100.0/24"),
			Network.of("203.0.113.0/24"), Network.of("224.0.0.0/3"), Network.of("::/8"), Network.of("64:ff9b::/32"),
			Network.of("100::/8"), Network.of("2001::/23"), Network.of("2001:db8::/32"), Network.of("2002::/16"),
			Network.of("fc00::/7"), Network.of("fe80::/10"), Network.of("fec0::/10"), Network.of("ff00::/8"));

	private PublicAddresses() {
	}

	/**
	 * Rejects a host any of whose addresses is not public. The JVM keeps what it was told
	 * of a name for 30 seconds, so that a connection right after goes to what was looked
	 * at.
	 * @throws IOException naming the address
	 */
	static void require(String host) throws IOException {
		for (InetAddress address : InetAddress.getAllByName(host)) {
			if (!isPublic(address)) {
				throw new IOException(
						"%s is %s, which is not a public address (charrnn.training.webhooks.allow-private-addresses)"
							.formatted(host, address.getHostAddress()));
			}
		}
	}

	static boolean isPublic(InetAddress address) {
		return PRIVATE.stream().noneMatch((network) -> network.contains(address));
	}

	/**
	 * Addresses with the same first bits.
	 *
	 * @param bytes of an address, 4 or 16
	 * @param prefix what they have in common, as a number
	 * @param rest bits after it
	 */
	private record Network(int bytes, BigInteger prefix, int rest) {

		static Network of(String text) {
			try {
				String[] parts = text.split("/");
				byte[] address = InetAddress.getByName(parts[0]).getAddress();
				int rest = 8 * address.length - Integer.parseInt(parts[1]);
				return new Network(address.length, new BigInteger(1, address).shiftRight(rest), rest);
			}
			catch (UnknownHostException ex) {
				throw new IllegalArgumentException(text, ex);
			}
		}

		boolean contains(InetAddress address) {
			byte[] other = address.getAddress();
			return other.length == this.bytes && new BigInteger(1, other).shiftRight(this.rest).equals(this.prefix);
		}

	}

}
