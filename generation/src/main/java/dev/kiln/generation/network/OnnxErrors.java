package dev.kiln.generation.network;

import ai.onnxruntime.OrtException;
import dev.kiln.generation.network.NetworkException.Kind;
import java.util.List;
import java.util.Locale;

/** What ONNX Runtime's messages mean. It has no code for most of it, so the text must do. */
final class OnnxErrors {

  /** As the allocators of the CPU, of CUDA, cuBLAS and cuDNN put it. */
  private static final List<String> OUT_OF_MEMORY =
      List.of(
          "failed to allocate memory",
          "smaller than requested bytes",
          "bad_alloc",
          "bad allocation",
          "out of memory",
          "cudaerrormemoryallocation",
          "alloc_failed");

  private static final int LONGEST = 400;

  private OnnxErrors() {}

  static Kind kind(OrtException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return OUT_OF_MEMORY.stream().anyMatch(message::contains) ? Kind.OUT_OF_MEMORY : Kind.FAILED;
  }

  /** ONNX Runtime's message on one line, without the places in its source code. */
  static String oneLine(Exception e) {
    String line =
        String.valueOf(e.getMessage())
            .replaceAll("[\\s\\p{Cntrl}]+", " ")
            .replaceAll("/[^ ]*/(onnxruntime/[^ ]*)", "$1")
            .strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }
}
