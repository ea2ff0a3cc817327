package dev.kiln.generation.engine;

import dev.kiln.generation.call.CallLimits;
import dev.kiln.generation.card.DirectoryLimits;
import dev.kiln.generation.network.NetworkLoader;
import dev.kiln.generation.network.OnnxNetwork;
import dev.kiln.generation.network.OnnxOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How an engine runs.
 *
 * @param devices makes networks from bytes, one for each device; each network is on all of them
 * @param maxBatchRows the most rows in one network call
 * @param callers how many calls of a network run side by side, where that is not measured
 * @param profiles a directory in which to remember what calls of networks cost on this device; then
 *     each network is called as it was measured to be best; null not to measure
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
    List<NetworkLoader> devices,
    int maxBatchRows,
    int maxLiveRows,
    int callers,
    @Nullable Path profiles,
    CallLimits callLimits,
    DirectoryLimits directoryLimits,
    @Nullable Path loadJournal,
    EngineMetrics metrics,
    LongSupplier nanoClock) {

  /** A guided sample between two conditions needs its three predictions in one call. */
  static final int MIN_ROWS = 3;

  public EngineOptions {
    devices = List.copyOf(devices);
    if (devices.isEmpty()) {
      throw new IllegalArgumentException("an engine needs at least one device, got none");
    }
    metrics = metrics instanceof QuietMetrics ? metrics : new QuietMetrics(metrics);
    if (maxBatchRows < MIN_ROWS) {
      throw new IllegalArgumentException(
          "maxBatchRows must be at least " + MIN_ROWS + ", was " + maxBatchRows);
    }
    if (callers < 1) {
      throw new IllegalArgumentException("callers must be at least 1, was " + callers);
    }
    if (maxLiveRows < maxBatchRows) {
      throw new IllegalArgumentException(
          "maxLiveRows must be at least maxBatchRows (" + maxBatchRows + "), was " + maxLiveRows);
    }
  }

  /** ONNX Runtime on the CPU with a thread for each core, 32 rows a call, 128 in progress. */
  public static EngineOptions defaults() {
    return new EngineOptions(
        List.of(OnnxNetwork.loader(OnnxOptions.cpu())),
        32,
        128,
        1,
        null,
        CallLimits.defaults(),
        DirectoryLimits.defaults(),
        null,
        EngineMetrics.NONE,
        System::nanoTime);
  }

  /** With one device. */
  public EngineOptions withLoader(NetworkLoader value) {
    return withDevices(List.of(value));
  }

  public EngineOptions withDevices(List<NetworkLoader> value) {
    return new EngineOptions(
        value,
        maxBatchRows,
        maxLiveRows,
        callers,
        profiles,
        callLimits,
        directoryLimits,
        loadJournal,
        metrics,
        nanoClock);
  }

  public EngineOptions withRows(int batch, int live) {
    return new EngineOptions(
        devices,
        batch,
        live,
        callers,
        profiles,
        callLimits,
        directoryLimits,
        loadJournal,
        metrics,
        nanoClock);
  }

  public EngineOptions withCallers(int value) {
    return new EngineOptions(
        devices,
        maxBatchRows,
        maxLiveRows,
        value,
        profiles,
        callLimits,
        directoryLimits,
        loadJournal,
        metrics,
        nanoClock);
  }

  public EngineOptions withProfiles(@Nullable Path value) {
    return new EngineOptions(
        devices,
        maxBatchRows,
        maxLiveRows,
        callers,
        value,
        callLimits,
        directoryLimits,
        loadJournal,
        metrics,
        nanoClock);
  }

  public EngineOptions withCallLimits(CallLimits value) {
    return new EngineOptions(
        devices,
        maxBatchRows,
        maxLiveRows,
        callers,
        profiles,
        value,
        directoryLimits,
        loadJournal,
        metrics,
        nanoClock);
  }

  public EngineOptions withDirectoryLimits(DirectoryLimits value) {
    return new EngineOptions(
        devices,
        maxBatchRows,
        maxLiveRows,
        callers,
        profiles,
        callLimits,
        value,
        loadJournal,
        metrics,
        nanoClock);
  }

  public EngineOptions withLoadJournal(@Nullable Path value) {
    return new EngineOptions(
        devices,
        maxBatchRows,
        maxLiveRows,
        callers,
        profiles,
        callLimits,
        directoryLimits,
        value,
        metrics,
        nanoClock);
  }

  public EngineOptions withMetrics(EngineMetrics value) {
    return new EngineOptions(
        devices,
        maxBatchRows,
        maxLiveRows,
        callers,
        profiles,
        callLimits,
        directoryLimits,
        loadJournal,
        value,
        nanoClock);
  }

  public EngineOptions withNanoClock(LongSupplier value) {
    return new EngineOptions(
        devices,
        maxBatchRows,
        maxLiveRows,
        callers,
        profiles,
        callLimits,
        directoryLimits,
        loadJournal,
        metrics,
        value);
  }
}
