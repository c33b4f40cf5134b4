package io.charrnn.model.dl4j;

import org.deeplearning4j.util.CrashReportingUtil;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Settings that ND4J keeps for the process or for each thread. */
final class Nd4jThread {

	private Nd4jThread() {
	}

	/**
	 * Prepares the calling thread to compute, and the process if it is the first. One
	 * OpenMP thread: the operations of a recurrent network are too small to share.
	 */
	static void prepare() {
		Process.prepare();
		NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
	}

	/** Initialized once, at the first use of ND4J. */
	private static final class Process {

		static {
			CrashReportingUtil.crashDumpsEnabled(false);
			Nd4j.factory().blas().setMaxThreads(1);
		}

		private static void prepare() {
		}

	}

}
