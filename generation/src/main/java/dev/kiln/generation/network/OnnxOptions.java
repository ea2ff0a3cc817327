package dev.kiln.generation.network;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.List;

/**
 * How ONNX Runtime runs a network.
 *
 * @param provider where: the CPU, or a CUDA device (build with -Pgpu)
 * @param device the CUDA device's number
 * @param threads how many threads one call uses on the CPU
 * @param customOperators libraries of custom operators that the operator of this engine trusts:
 *     code that runs in this process
 */
public record OnnxOptions(Provider provider, int device, int threads, List<Path> customOperators) {

  /** The execution providers that Kiln knows. */
  public enum Provider {
    CPU,
    CUDA
  }

  public OnnxOptions {
    customOperators = List.copyOf(customOperators);
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, was " + threads);
    }
    if (device < 0) {
      throw new IllegalArgumentException("device must be at least 0, was " + device);
    }
  }

  /** The CPU, with a thread for each core. */
  public static OnnxOptions cpu() {
    return cpu(Runtime.getRuntime().availableProcessors());
  }

  public static OnnxOptions cpu(int threads) {
    return new OnnxOptions(Provider.CPU, 0, threads, List.of());
  }

  /** These, with so many threads a call. */
  public OnnxOptions withThreads(int value) {
    return new OnnxOptions(provider, device, value, customOperators);
  }

  /** These, and libraries of custom operators that are trusted. */
  public OnnxOptions withCustomOperators(List<Path> value) {
    return new OnnxOptions(provider, device, threads, value);
  }

  OrtSession.SessionOptions toSessionOptions() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    try {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      // What goes wrong is thrown; its own lines on stderr would quote the graph unfiltered.
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      // Threads of a call spin between its operators, which is quicker than sleeping, and stop with
      // it: an idle engine costs nothing.
      options.addConfigEntry("session.intra_op.allow_spinning", "1");
      options.addConfigEntry("session.force_spinning_stop", "1");
      for (Path library : customOperators) {
        options.registerCustomOpLibrary(library.toAbsolutePath().toString());
      }
      if (provider == Provider.CUDA) {
        options.addCUDA(device);
      }
      return options;
    } catch (OrtException | RuntimeException e) {
      options.close();
      throw e;
    }
  }
}
