package dev.kiln.export.ops.torch;

import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;

/**
 * Bounds the life of native memory: every tensor made inside is freed at the end, except kept
 * weights.
 */
public final class TorchScope {
  private TorchScope() {}

  /** Runs and frees; the result must not be a tensor. */
  @SuppressWarnings("try")
  public static <R> R scoped(Supplier<R> body) {
    try (PointerScope scope = new PointerScope()) {
      return body.get();
    }
  }

  /** Runs and frees. */
  @SuppressWarnings("try")
  public static void scoped(Runnable body) {
    try (PointerScope scope = new PointerScope()) {
      body.run();
    }
  }

  /** Runs without recording gradients, and frees. */
  @SuppressWarnings("try")
  public static void withoutGradients(Runnable body) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      body.run();
    }
  }

  /** Runs without recording gradients; a tensor that comes back lives in the caller's scope. */
  @SuppressWarnings("try")
  public static <R> R ungraded(Supplier<R> body) {
    try (NoGradGuard guard = new NoGradGuard()) {
      return body.get();
    }
  }
}
