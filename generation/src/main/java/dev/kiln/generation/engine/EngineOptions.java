package dev.kiln.generation.engine;

import dev.kiln.generation.call.CallLimits;
import dev.kiln.generation.card.DirectoryLimits;
import dev.kiln.generation.network.NetworkLoader;
import dev.kiln.generation.network.OnnxNetwork;
import dev.kiln.generation.network.OnnxOptions;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How an engine runs.
 *
 * @param loader makes networks from bytes
 * @param maxBatchRows the most rows in one network call
 * @param maxLiveRows the most rows of samples in progress per network; the rest waits without
 *     memory
 * @param callLimits when somebody steps in on a call
 * @param directoryLimits how much of a generator directory is taken
 * @param loadJournal a directory in which to remember what is being loaded, so that a generator
 *     that kills the process is left out next time; null not to
 * @param metrics who is told
 * @param nanoClock the clock that deadlines are held against, as {@link System#nanoTime()}
 */
public record EngineOptions(
    NetworkLoader loader,
    int maxBatchRows,
    int maxLiveRows,
    CallLimits callLimits,
    DirectoryLimits directoryLimits,
    @Nullable Path loadJournal,
    EngineMetrics metrics,
    LongSupplier nanoClock) {

  /** A guided sample between two conditions needs its three predictions in one call. */
  static final int MIN_ROWS = 3;

  public EngineOptions {
    metrics = metrics instanceof QuietMetrics ? metrics : new QuietMetrics(metrics);
    if (maxBatchRows < MIN_ROWS) {
      throw new IllegalArgumentException(
          "maxBatchRows must be at least " + MIN_ROWS + ", was " + maxBatchRows);
    }
    if (maxLiveRows < maxBatchRows) {
      throw new IllegalArgumentException(
          "maxLiveRows must be at least maxBatchRows (" + maxBatchRows + "), was " + maxLiveRows);
    }
  }

  /** ONNX Runtime on the CPU with a thread for each core, 32 rows a call, 128 in progress. */
  public static EngineOptions defaults() {
    return new EngineOptions(
        OnnxNetwork.loader(OnnxOptions.cpu()),
        32,
        128,
        CallLimits.defaults(),
        DirectoryLimits.defaults(),
        null,
        EngineMetrics.NONE,
        System::nanoTime);
  }

  public EngineOptions withLoader(NetworkLoader value) {
    return new EngineOptions(
        value,
        maxBatchRows,
        maxLiveRows,
        callLimits,
        directoryLimits,
        loadJournal,
        metrics,
        nanoClock);
  }

  public EngineOptions withRows(int batch, int live) {
    return new EngineOptions(
        loader, batch, live, callLimits, directoryLimits, loadJournal, metrics, nanoClock);
  }

  public EngineOptions withCallLimits(CallLimits value) {
    return new EngineOptions(
        loader, maxBatchRows, maxLiveRows, value, directoryLimits, loadJournal, metrics, nanoClock);
  }

  public EngineOptions withDirectoryLimits(DirectoryLimits value) {
    return new EngineOptions(
        loader, maxBatchRows, maxLiveRows, callLimits, value, loadJournal, metrics, nanoClock);
  }

  public EngineOptions withLoadJournal(@Nullable Path value) {
    return new EngineOptions(
        loader, maxBatchRows, maxLiveRows, callLimits, directoryLimits, value, metrics, nanoClock);
  }

  public EngineOptions withMetrics(EngineMetrics value) {
    return new EngineOptions(
        loader,
        maxBatchRows,
        maxLiveRows,
        callLimits,
        directoryLimits,
        loadJournal,
        value,
        nanoClock);
  }

  public EngineOptions withNanoClock(LongSupplier value) {
    return new EngineOptions(
        loader,
        maxBatchRows,
        maxLiveRows,
        callLimits,
        directoryLimits,
        loadJournal,
        metrics,
        value);
  }
}
