package dev.kiln.generation.engine;

import dev.kiln.generation.call.SharedNetwork;
import dev.kiln.generation.call.Watchdog;
import dev.kiln.generation.card.DamagedGeneratorException;
import dev.kiln.generation.card.DirectoryLimits;
import dev.kiln.generation.card.Generator;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.StageSpec;
import dev.kiln.generation.network.Network;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.network.NetworkLoader;
import dev.kiln.generation.network.Port;
import dev.kiln.generation.profile.CallShape;
import dev.kiln.generation.profile.ProfileCache;
import dev.kiln.generation.stage.Stage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Makes a generator that can serve of one that lies on disk. The files are data from strangers:
 * whatever is wrong with them is one sentence, and harms no other generator.
 */
final class GeneratorLoader {

  /** A larger network is not held twice so that a lone call is quicker. */
  private static final int MOST_BYTES_TWICE = 64 << 20;

  private final EngineOptions options;
  private final DirectoryLimits limits;
  private final LoadJournal journal;
  private final Watchdog watchdog;
  private final Turns turns;

  /**
   * A loader of generators that are watched.
   *
   * @param watchdog looks after their calls until they are closed
   */
  GeneratorLoader(EngineOptions options, Watchdog watchdog) {
    this.options = options;
    this.watchdog = watchdog;
    this.limits = options.directoryLimits();
    this.journal = new LoadJournal(options.loadJournal());
    int cores = options.loader().cores();
    this.turns = new Turns(isMeasured() ? cores : cores * options.callers(), options.nanoClock());
  }

  /**
   * Loads a generator's networks, holds the card against them, and starts their threads.
   *
   * @throws DamagedGeneratorException when it cannot serve; one sentence
   */
  LoadedGenerator load(Generator generator) throws DamagedGeneratorException {
    List<Network> networks = new ArrayList<>();
    LoadJournal.Loading loading = journal.begin(generator);
    try {
      LoadedGenerator loaded = load(generator, networks);
      loaded.batchers().forEach(watchdog::add);
      loaded.batchers().forEach(StepBatcher::start);
      return loaded;
    } catch (NetworkException e) {
      networks.forEach(Network::close);
      throw new DamagedGeneratorException(named(generator, String.valueOf(e.getMessage())), e);
    } catch (DamagedGeneratorException e) {
      networks.forEach(Network::close);
      throw e;
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      networks.forEach(Network::close);
      throw new DamagedGeneratorException(generator.directory() + " cannot be loaded: " + e, e);
    } finally {
      loading.close();
    }
  }

  /** A sentence with the generator's directory before it, unless it begins with that already. */
  private static String named(Generator generator, String sentence) {
    String directory = generator.directory().toString();
    return sentence.startsWith(directory) ? sentence : directory + ": " + sentence;
  }

  private LoadedGenerator load(Generator generator, List<Network> networks)
      throws DamagedGeneratorException, NetworkException {
    GeneratorCard card = generator.card();
    List<Stage> stages = new ArrayList<>();
    List<StepBatcher> batchers = new ArrayList<>();
    for (StageSpec stage : card.stages()) {
      CallShape calls = calls(generator, stage);
      var opener = new SharedNetwork(() -> open(generator, stage, calls));
      Network network = opener.open();
      networks.add(network);
      stages.add(Stage.of(card, stages, network.signature()));
      batchers.add(
          new StepBatcher(
              name(generator, stage),
              opener,
              network,
              calls,
              turns.share(calls.threads()),
              new FairPolicy(),
              options));
    }
    LoadedGenerator whole =
        new LoadedGenerator(
            generator,
            ConditionReader.of(generator, limits),
            stages,
            batchers,
            new Usage(() -> close(batchers)));
    Admission.checkDefaults(whole);
    return whole;
  }

  /** Watched until they are closed: only the watchdog ends a call that does not heed. */
  private void close(List<StepBatcher> batchers) {
    batchers.forEach(StepBatcher::close);
    batchers.forEach(watchdog::remove);
  }

  private static String name(Generator generator, StageSpec stage) {
    return generator.id() + "/" + stage.network();
  }

  /** How to call a stage's network: as measured on this device, or as the options say. */
  private CallShape calls(Generator generator, StageSpec stage) throws NetworkException {
    Path profiles = options.profiles();
    NetworkLoader loader = options.loader();
    if (profiles == null || !isMeasured()) {
      return CallShape.of(options.callers(), loader.cores(), options.maxBatchRows());
    }
    String name = name(generator, stage);
    byte[] bytes = read(generator, stage);
    return within(
        name,
        "measured",
        () -> {
          var profile =
              new ProfileCache(profiles).profile(loader, name, bytes, options.maxBatchRows());
          return bytes.length <= MOST_BYTES_TWICE ? profile.best() : profile.bestOnce();
        },
        measured -> {});
  }

  private boolean isMeasured() {
    return options.profiles() != null && !options.loader().runtime().isEmpty();
  }

  private byte[] read(Generator generator, StageSpec stage) throws NetworkException {
    try {
      return generator.read(stage.network(), limits.networkBytes());
    } catch (DamagedGeneratorException e) {
      throw new NetworkException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Reads a network's file, checks its hash, and loads what was checked. */
  private Network open(Generator generator, StageSpec stage, CallShape calls)
      throws NetworkException {
    String name = name(generator, stage);
    byte[] bytes = read(generator, stage);
    NetworkLoader loader = options.loader().withThreads(calls.threads(), calls.threadsAlone());
    Network network = within(name, "loaded", () -> loader.load(name, bytes), Network::close);
    try {
      checkRows(name, "input", network.signature().inputs());
      checkRows(name, "output", network.signature().outputs());
    } catch (NetworkException e) {
      network.close();
      throw e;
    }
    return network;
  }

  private void checkRows(String name, String side, Map<String, Port> ports)
      throws NetworkException {
    for (Port port : ports.values()) {
      if (port.row().size() > limits.rowValues()) {
        throw new NetworkException(
            "%s %s of %s has %d values a row, the limit is %d"
                .formatted(side, port.name(), name, port.row().size(), limits.rowValues()));
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
  private <T> T within(String name, String done, Work<T> work, Consumer<T> late)
      throws NetworkException {
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
            "kiln-loader-" + name);
    thread.setDaemon(true);
    thread.start();
    try {
      return result.get(limits.loading().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NetworkException network) {
        throw network;
      }
      throw new NetworkException(name + " cannot be " + done + ": " + e.getCause(), e);
    } catch (TimeoutException e) {
      NetworkException tooLate =
          new NetworkException(
              name + " was not " + done + " within " + limits.loading().toSeconds() + " s", e);
      if (result.completeExceptionally(tooLate)) {
        throw tooLate;
      }
      return result.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      result.completeExceptionally(e);
      throw new NetworkException(name + " was not " + done + ", since somebody stopped it", e);
    }
  }
}
