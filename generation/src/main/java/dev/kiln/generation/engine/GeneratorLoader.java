package dev.kiln.generation.engine;

import dev.kiln.generation.call.Watchdog;
import dev.kiln.generation.card.DamagedGeneratorException;
import dev.kiln.generation.card.DirectoryLimits;
import dev.kiln.generation.card.Generator;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.StageSpec;
import dev.kiln.generation.network.Network;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.stage.Stage;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a generator that can serve of one that lies on disk. The files are data from strangers:
 * whatever is wrong with them is one sentence, and harms no other generator.
 */
final class GeneratorLoader {

  private final EngineOptions options;
  private final DirectoryLimits limits;
  private final LoadJournal journal;
  private final Watchdog watchdog;
  private final List<Device> devices;

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
    this.devices = Device.of(options);
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
      var placer = new NetworkPlacer(generator, stage, options);
      List<Placement> placements = placer.place(devices, networks);
      stages.add(Stage.of(card, stages, placer.signature()));
      batchers.add(new StepBatcher(placer.name(), placements, new FairPolicy(), options));
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
}
