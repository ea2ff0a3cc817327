package dev.kiln.generation.engine;

import dev.kiln.generation.call.SharedNetwork;
import dev.kiln.generation.card.DamagedGeneratorException;
import dev.kiln.generation.card.DirectoryLimits;
import dev.kiln.generation.card.Generator;
import dev.kiln.generation.card.StageSpec;
import dev.kiln.generation.network.Network;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.network.NetworkLoader;
import dev.kiln.generation.network.Port;
import dev.kiln.generation.network.Signature;
import dev.kiln.generation.profile.CallShape;
import dev.kiln.generation.profile.ProfileCache;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a stage's network onto devices: reads its file, checks its hash, measures what its calls
 * cost, and loads it, all within the time that loading may take. For one thread.
 */
final class NetworkPlacer {

  private static final Logger LOG = LoggerFactory.getLogger(NetworkPlacer.class);

  /** A larger network is not held twice so that a lone call is quicker. */
  private static final int MOST_BYTES_TWICE = 64 << 20;

  private final Generator generator;
  private final StageSpec stage;
  private final EngineOptions options;
  private final DirectoryLimits limits;
  private @Nullable Signature signature;

  NetworkPlacer(Generator generator, StageSpec stage, EngineOptions options) {
    this.generator = generator;
    this.stage = stage;
    this.options = options;
    this.limits = options.directoryLimits();
  }

  /** generator/version/file. */
  String name() {
    return generator.id() + "/" + stage.network();
  }

  /** What the network takes and gives, once it is placed. */
  Signature signature() {
    return Objects.requireNonNull(signature, "placed before its signature is asked for");
  }

  /**
   * Opens the network on each device. Where that fails and succeeds on another, it is tried again
   * later.
   *
   * @param networks gets those that were opened, for whoever has to close them if loading fails
   * @throws NetworkException when it can be opened on none; one sentence, of the first
   */
  List<Placement> place(List<Device> devices, List<Network> networks) throws NetworkException {
    List<Placement> placements = new ArrayList<>();
    List<Device> failed = new ArrayList<>();
    List<NetworkException> why = new ArrayList<>();
    for (Device device : devices) {
      try {
        CallShape calls = calls(device);
        SharedNetwork opener = opener(device, calls);
        Network network = opener.open();
        networks.add(network);
        signature = network.signature();
        placements.add(new Placement(name(), device, opener, network, calls, options));
      } catch (NetworkException e) {
        failed.add(device);
        why.add(e);
      }
    }
    if (placements.isEmpty()) {
      throw why.get(0);
    }
    for (int i = 0; i < failed.size(); i++) {
      placements.add(absent(failed.get(i), placements.get(0).calls(), why.get(i)));
    }
    return placements;
  }

  /** On a device on which it cannot be opened now; later it is called as on another. */
  private Placement absent(Device device, CallShape calls, NetworkException e) {
    LOG.error(
        "{} cannot be opened on {} and serves on other devices: {}",
        name(),
        device.loader().device(),
        e.getMessage());
    var placement = new Placement(name(), device, opener(device, calls), null, calls, options);
    placement.notOpen(e);
    return placement;
  }

  private SharedNetwork opener(Device device, CallShape calls) {
    return new SharedNetwork(() -> open(device, calls));
  }

  /** How to call the network: as measured on the device, or as the options say. */
  private CallShape calls(Device device) throws NetworkException {
    Path profiles = options.profiles();
    NetworkLoader loader = device.loader();
    if (profiles == null || !device.isMeasured(options)) {
      return CallShape.of(options.callers(), loader.cores(), options.maxBatchRows());
    }
    byte[] bytes = read();
    return within(
        "measured",
        () -> {
          var profile =
              new ProfileCache(profiles).profile(loader, name(), bytes, options.maxBatchRows());
          return bytes.length <= MOST_BYTES_TWICE ? profile.best() : profile.bestOnce();
        },
        measured -> {});
  }

  private byte[] read() throws NetworkException {
    try {
      return generator.read(stage.network(), limits.networkBytes());
    } catch (DamagedGeneratorException e) {
      throw new NetworkException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Reads the network's file, checks its hash, and loads what was checked. */
  private Network open(Device device, CallShape calls) throws NetworkException {
    byte[] bytes = read();
    NetworkLoader loader = device.loader().withThreads(calls.threads(), calls.threadsAlone());
    Network network = within("loaded", () -> loader.load(name(), bytes), Network::close);
    try {
      checkRows("input", network.signature().inputs());
      checkRows("output", network.signature().outputs());
    } catch (NetworkException e) {
      network.close();
      throw e;
    }
    return network;
  }

  private void checkRows(String side, Map<String, Port> ports) throws NetworkException {
    for (Port port : ports.values()) {
      if (port.row().size() > limits.rowValues()) {
        throw new NetworkException(
            "%s %s of %s has %d values a row, the limit is %d"
                .formatted(side, port.name(), name(), port.row().size(), limits.rowValues()));
      }
    }
  }

  /** What ONNX Runtime does for us. */
  @FunctionalInterface
  private interface Work<T> {
    T run() throws NetworkException;
  }

  /**
   * ONNX Runtime cannot be told to stop loading, so a thread that takes too long is left alone.
   *
   * @param done what the work is, as in "was not loaded"
   * @param late what to do with a result that comes too late
   */
  private <T> T within(String done, Work<T> work, Consumer<T> late) throws NetworkException {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                T made = work.run();
                if (!result.complete(made)) {
                  late.accept(made);
                }
              } catch (NetworkException | RuntimeException | Error e) {
                result.completeExceptionally(e);
              }
            },
            "kiln-loader-" + name());
    thread.setDaemon(true);
    thread.start();
    try {
      return result.get(limits.loading().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NetworkException network) {
        throw network;
      }
      throw new NetworkException(name() + " cannot be " + done + ": " + e.getCause(), e);
    } catch (TimeoutException e) {
      NetworkException tooLate =
          new NetworkException(
              name() + " was not " + done + " within " + limits.loading().toSeconds() + " s", e);
      if (result.completeExceptionally(tooLate)) {
        throw tooLate;
      }
      return result.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      result.completeExceptionally(e);
      throw new NetworkException(name() + " was not " + done + ", since somebody stopped it", e);
    }
  }
}
