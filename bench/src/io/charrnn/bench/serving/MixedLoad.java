package io.charrnn.bench.serving;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

import io.charrnn.model.Alphabet;
import io.charrnn.process.ProcessMemory;

/**
 * Asks the service for minutes, from well-behaved clients and from others, and tells
 * whether each answer is the one that came alone, no status was 5xx but 503, and memory
 * did not grow after the warm-up.
 */
final class MixedLoad {

	private static final int CLIENTS = 32;

	private static final int SAMPLES = 12;

	/** In which the compiler, its code and the heap grow to their size. */
	private static final double WARM_UP_MINUTES = 1.5;

	/** Of a misbehaving client: it is not the network's queue of connections that is tested. */
	private static final int PAUSE_MILLIS = 50;

	private static final double MOST_GROWTH = 1.1;

	private static final double GROWTH_ALLOWANCE_MEGABYTES = 24;

	private static final double MEGABYTE = 1 << 20;

	private final Service service;

	private final List<String> models;

	private final List<SeededRequest> requests = new ArrayList<>();

	private final List<String> expected = new ArrayList<>();

	private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();

	private final AtomicLong answers = new AtomicLong();

	private final AtomicLong busy = new AtomicLong();

	private final AtomicLong misbehaviours = new AtomicLong();

	private final ConcurrentHashMap<String, AtomicLong> failures = new ConcurrentHashMap<>();

	private volatile long end;

	private MixedLoad(Service service, List<String> models) {
		this.service = service;
		this.models = models;
	}

	/** Arguments: minutes (10 unless given), misbehaving clients (16 unless given). */
	public static void main(String[] arguments) throws Exception {
		double minutes = (arguments.length > 0) ? Double.parseDouble(arguments[0]) : 10;
		int misbehaving = (arguments.length > 1) ? Integer.parseInt(arguments[1]) : 16;
		boolean good;
		try (Service service = Service.start()) {
			Alphabet alphabet = new Alphabet(StructureCost.CHARACTERS);
			List<String> models = List.of(service.publish("h128", new Network(128).model(alphabet)),
					service.publish("h256", new Network(256).model(alphabet)));
			good = new MixedLoad(service, models).run(minutes, misbehaving);
		}
		System.exit(good ? 0 : 1);
	}

	private boolean run(double minutes, int misbehaving) throws Exception {
		this.models.forEach((model) -> this.requests.addAll(SeededRequest.of(model)));
		for (SeededRequest request : this.requests) {
			String answer = request.send(this.client, this.service.port());
			if (answer == null) {
				throw new IOException("the service is busy with one request");
			}
			this.expected.add(answer);
		}
		System.out.printf(Locale.ROOT, "%d requests were answered alone. Now %d clients send them for %.1f minutes, beside "
				+ "%d that misbehave.%n%n| minute | answers | refused as too many | misbehaviours | heap MB | resident MB |%n"
				+ "| ---: | ---: | ---: | ---: | ---: | ---: |%n", this.requests.size(), CLIENTS, minutes, misbehaving);
		long begin = System.nanoTime();
		this.end = begin + (long) (minutes * 60e9);
		ExecutorService threads = Executors.newCachedThreadPool();
		List<Future<Void>> clients = new ArrayList<>();
		for (int number = 0; number < CLIENTS + misbehaving; number++) {
			Random random = new Random(number);
			boolean good = number < CLIENTS;
			Misbehaviour kind = Misbehaviour.values()[number % Misbehaviour.values().length];
			clients.add(threads.submit((Callable<Void>) () -> {
				while (System.nanoTime() < this.end) {
					if (good) {
						ask(random);
					}
					else {
						misbehave(kind, random);
					}
				}
				return null;
			}));
		}
		List<double[]> memory = sample(begin, minutes);
		for (Future<Void> ended : clients) {
			ended.get();
		}
		threads.shutdown();
		int warm = (int) Math.ceil(SAMPLES * WARM_UP_MINUTES / minutes) - 1;
		return tell(memory, Math.max(SAMPLES / 3, Math.min(warm, SAMPLES - 2)));
	}

	private void ask(Random random) throws InterruptedException {
		int number = random.nextInt(this.requests.size());
		try {
			String answer = this.requests.get(number).send(this.client, this.service.port());
			if (answer == null) {
				this.busy.incrementAndGet();
				Thread.sleep(100);
				return;
			}
			this.answers.incrementAndGet();
			if (!answer.equals(this.expected.get(number))) {
				fail("another answer to " + this.requests.get(number));
			}
		}
		catch (IOException ex) {
			fail(ex + " for " + this.requests.get(number));
		}
	}

	private void misbehave(Misbehaviour kind, Random random) throws InterruptedException {
		try {
			int status = kind.once(this.service.port(), this.models.get(random.nextInt(this.models.size())), random);
			this.misbehaviours.incrementAndGet();
			if (status >= 500 && status != 503) {
				fail("status %d for %s".formatted(status, kind));
			}
			Thread.sleep(random.nextInt(2 * PAUSE_MILLIS));
		}
		catch (IOException ex) {
			fail(ex + " for " + kind);
		}
	}

	private void fail(String what) {
		this.failures.computeIfAbsent(what, (key) -> new AtomicLong()).incrementAndGet();
	}

	/** Heap after a collection and resident memory, in megabytes. */
	private List<double[]> sample(long begin, double minutes) throws IOException, InterruptedException {
		List<double[]> memory = new ArrayList<>();
		for (int sample = 1; sample <= SAMPLES; sample++) {
			long at = begin + (long) (minutes * 60e9 * sample / SAMPLES);
			Thread.sleep(Math.max(0, (at - System.nanoTime()) / 1_000_000));
			double[] megabytes = { ProcessMemory.heapAfterCollection(this.service.pid()) / MEGABYTE,
					ProcessMemory.resident(this.service.pid()) / MEGABYTE };
			memory.add(megabytes);
			System.out.printf(Locale.ROOT, "| %.1f | %,d | %,d | %,d | %.0f | %.0f |%n", (at - begin) / 60e9,
					this.answers.get(), this.busy.get(), this.misbehaviours.get(), megabytes[0], megabytes[1]);
		}
		return memory;
	}

	/**
	 * Compares the second half of what was seen after the warm-up with the first, by
	 * their medians: what a request in work holds comes and goes.
	 */
	private boolean tell(List<double[]> memory, int warmUp) {
		boolean good = this.failures.isEmpty() && this.answers.get() > 0;
		this.failures.forEach((what, times) -> System.out.printf("%n%d times %s%n", times.get(), what));
		int half = (warmUp + SAMPLES) / 2;
		for (int kind = 0; kind < 2; kind++) {
			double before = median(memory.subList(warmUp, half), kind);
			double after = median(memory.subList(half, SAMPLES), kind);
			double most = before * MOST_GROWTH + GROWTH_ALLOWANCE_MEGABYTES;
			System.out.printf(Locale.ROOT,
					"%n%s memory: %.0f MB in the first half after the warm-up, %.0f MB in the second, at most %.0f MB%s",
					(kind == 0) ? "heap" : "resident", before, after, most, (after > most) ? ": too much" : "");
			good &= after <= most;
		}
		System.out.printf(Locale.ROOT, "%n%,d answers were compared, %s%n", this.answers.get(),
				good ? "all is well" : "NOT all is well");
		return good;
	}

	private static double median(List<double[]> memory, int kind) {
		double[] sorted = memory.stream().mapToDouble((megabytes) -> megabytes[kind]).sorted().toArray();
		return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
	}

}
