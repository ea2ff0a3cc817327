package dev.kiln.generation.engine;

import dev.kiln.generation.call.NetworkHealth;
import dev.kiln.generation.call.Watchdog;
import dev.kiln.generation.card.DamagedGeneratorException;
import dev.kiln.generation.card.Generator;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.GeneratorCatalog;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Generates samples: give it what is asked, get an outcome. Requests of all callers share the
 * network calls; a sample depends on its generator, conditions, seed and index alone, not on its
 * neighbours.
 *
 * <p>Safe for many threads. {@link #submit} never waits for the network. Close once; what is still
 * under way is cancelled.
 */
public final class Engine implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private final EngineOptions options;
  private final List<LoadedGenerator> loaded;
  private final List<GeneratorCatalog.Problem> problems;
  private final Admission admission;
  private final Watchdog watchdog;

  private Engine(
      EngineOptions options,
      List<LoadedGenerator> loaded,
      List<GeneratorCatalog.Problem> problems,
      Watchdog watchdog) {
    this.options = options;
    this.watchdog = watchdog;
    this.loaded = List.copyOf(loaded);
    this.problems = List.copyOf(problems);
    this.admission = new Admission(this.loaded);
  }

  /** Opens all generators below a directory, with ONNX Runtime on the CPU. */
  public static Engine open(Path models) throws IOException {
    return open(models, EngineOptions.defaults());
  }

  /**
   * Opens all generators below a directory. A damaged one becomes a problem; the others serve.
   *
   * @throws IOException when the directory cannot be listed
   */
  public static Engine open(Path models, EngineOptions options) throws IOException {
    GeneratorCatalog catalog = GeneratorCatalog.load(models, options.directoryLimits());
    GeneratorLoader loader = new GeneratorLoader(options);
    List<LoadedGenerator> loaded = new ArrayList<>();
    List<GeneratorCatalog.Problem> problems = new ArrayList<>(catalog.problems());
    for (Generator generator : catalog.generators()) {
      try {
        loaded.add(loader.load(generator));
      } catch (DamagedGeneratorException e) {
        problems.add(
            new GeneratorCatalog.Problem(generator.directory(), String.valueOf(e.getMessage())));
      }
    }
    Watchdog watchdog = new Watchdog(options.callLimits());
    for (LoadedGenerator generator : loaded) {
      generator.batchers().forEach(watchdog::add);
      generator.batchers().forEach(StepBatcher::start);
    }
    return new Engine(options, loaded, problems, watchdog);
  }

  /**
   * Submits a request. Never blocks and never throws: a request that cannot be served comes back as
   * {@link Outcome.Rejected}, perhaps before this method returns.
   */
  public Submission submit(GenerationSpec spec) {
    try {
      Admission.Decision decision = admission.decide(spec);
      if (decision instanceof Admission.Refused refused) {
        return ended(spec, refused.outcome());
      }
      Job job = new Job(spec, (Admission.Admitted) decision, options);
      job.generator().batchers().get(0).submit(job, 0);
      return job;
    } catch (RuntimeException e) {
      LOG.error("A request for {} could not be admitted.", spec.generator(), e);
      return ended(
          spec, new Outcome.Failed(spec.generator() + " could not take the request: " + e));
    }
  }

  private Submission ended(GenerationSpec spec, Outcome outcome) {
    options.metrics().ended(spec.generator(), outcome, 0);
    return new Ended(outcome);
  }

  /** How the networks of the generators that serve do, one by one. */
  public List<NetworkHealth> health() {
    return loaded.stream()
        .flatMap(generator -> generator.batchers().stream())
        .map(StepBatcher::health)
        .toList();
  }

  /** The cards of the generators that serve, by name, newest version first. */
  public List<GeneratorCard> generators() {
    return loaded.stream().map(g -> g.generator().card()).toList();
  }

  /** One sentence for each generator directory that cannot serve. */
  public List<String> problems() {
    return problems.stream().map(GeneratorCatalog.Problem::message).toList();
  }

  @Override
  public void close() {
    loaded.forEach(generator -> generator.batchers().forEach(StepBatcher::close));
    watchdog.close();
  }
}
