package dev.kiln.generation.engine;

import dev.kiln.generation.call.NetworkOpener;
import dev.kiln.generation.call.Watchdog;
import dev.kiln.generation.card.DamagedGeneratorException;
import dev.kiln.generation.card.DirectoryLimits;
import dev.kiln.generation.card.Generator;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.StageSpec;
import dev.kiln.generation.network.Network;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.network.Port;
import dev.kiln.generation.stage.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes a generator that can serve of one that lies on disk. The files are data from strangers:
 * whatever is wrong with them is one sentence, and harms no other generator.
 */
final class GeneratorLoader {

  private final EngineOptions options;
  private final DirectoryLimits limits;
  private final LoadJournal journal;
  private final Watchdog watchdog;

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
      NetworkOpener opener = () -> open(generator, stage);
      Network network = opener.open();
      networks.add(network);
      stages.add(Stage.of(card, stages, network.signature()));
      batchers.add(
          new StepBatcher(
              name(generator, stage), opener, network, BatchPolicy.ROUND_ROBIN, options));
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

  /** Reads a network's file, checks its hash, and loads what was checked. */
  private Network open(Generator generator, StageSpec stage) throws NetworkException {
    String name = name(generator, stage);
    byte[] bytes;
    try {
      bytes = generator.read(stage.network(), limits.networkBytes());
    } catch (DamagedGeneratorException e) {
      throw new NetworkException(String.valueOf(e.getMessage()), e);
    }
    Network network = within(name, bytes);
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

  /** ONNX Runtime cannot be told to stop loading, so a thread that takes too long is left alone. */
  private Network within(String name, byte[] bytes) throws NetworkException {
    CompletableFuture<Network> loaded = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                Network network = options.loader().load(name, bytes);
                if (!loaded.complete(network)) {
                  network.close();
                }
              } catch (NetworkException | RuntimeException | Error e) {
                loaded.completeExceptionally(e);
              }
            },
            "kiln-loader-" + name);
    thread.setDaemon(true);
    thread.start();
    try {
      return loaded.get(limits.loading().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NetworkException network) {
        throw network;
      }
      throw new NetworkException(name + " cannot be loaded: " + e.getCause(), e);
    } catch (TimeoutException e) {
      NetworkException late =
          new NetworkException(
              name + " was not loaded within " + limits.loading().toSeconds() + " s", e);
      if (loaded.completeExceptionally(late)) {
        throw late;
      }
      return loaded.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      loaded.completeExceptionally(e);
      throw new NetworkException(name + " was not loaded, since somebody stopped it", e);
    }
  }
}
