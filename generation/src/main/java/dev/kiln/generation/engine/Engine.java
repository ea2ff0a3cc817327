package dev.kiln.generation.engine;

import dev.kiln.generation.call.NetworkHealth;
import dev.kiln.generation.call.Watchdog;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.GeneratorCatalog;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
  private final Watchdog watchdog;
  private final Fleet fleet;

  private Engine(EngineOptions options, Watchdog watchdog, Fleet fleet) {
    this.options = options;
    this.watchdog = watchdog;
    this.fleet = fleet;
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
    return open(() -> GeneratorCatalog.load(models, options.directoryLimits()), options);
  }

  /**
   * Opens the generators of a catalog, which may be a part of what lies in its directory. A damaged
   * one becomes a problem; the others serve. A refresh changes nothing.
   */
  public static Engine open(GeneratorCatalog catalog, EngineOptions options) {
    try {
      return open(() -> catalog, options);
    } catch (IOException e) {
      throw new UncheckedIOException("a catalog that is there is not read again", e);
    }
  }

  private static Engine open(Fleet.Source source, EngineOptions options) throws IOException {
    Watchdog watchdog = new Watchdog(options.callLimits());
    Fleet fleet = new Fleet(source, new GeneratorLoader(options, watchdog));
    try {
      var unused = fleet.refresh();
    } catch (IOException e) {
      watchdog.close();
      throw e;
    }
    return new Engine(options, watchdog, fleet);
  }

  /**
   * Looks at the directory again. New generators serve from now on; a changed one takes the place
   * of the old, which ends with its last request; one that cannot be used leaves the old one in
   * service; one that is gone for two looks in a row serves no longer. Takes as long as loading the
   * networks does; meanwhile, requests are served as before.
   *
   * @return one sentence for each thing that is new since the last look
   * @throws IOException when the directory cannot be listed; then everything stays as it was
   */
  public List<String> refresh() throws IOException {
    return fleet.refresh();
  }

  /**
   * Submits a request. Never blocks and never throws: a request that cannot be served comes back as
   * {@link Outcome.Rejected}, perhaps before this method returns.
   */
  public Submission submit(GenerationSpec spec) {
    return submit(spec, null);
  }

  /**
   * Submits a request and looks on while it is made.
   *
   * @param previews gets the estimates of the finished samples that {@link GenerationSpec#previews}
   *     asks for, until the request ends; null where nobody looks. They change nothing of the
   *     samples and cost a call of their own only where a decoder follows the denoiser
   */
  public Submission submit(GenerationSpec spec, @Nullable PreviewBox previews) {
    try {
      while (true) {
        Admission.Decision decision = fleet.lineup().admission().decide(spec);
        if (decision instanceof Admission.Refused refused) {
          return ended(spec, refused.outcome());
        }
        Admission.Admitted admitted = (Admission.Admitted) decision;
        // One that was replaced meanwhile is not entered: then the new one decides.
        Job job = new Job(spec, admitted, options, previews);
        if (admitted.generator().usage().enter()) {
          return begun(job);
        }
      }
    } catch (RuntimeException e) {
      LOG.error("A request for {} could not be admitted.", spec.generator(), e);
      return ended(
          spec, new Outcome.Failed(spec.generator() + " could not take the request: " + e));
    }
  }

  private Submission begun(Job job) {
    options.metrics().admitted(job.generator().generator().card().name());
    var unused = job.outcome().thenRun(job.generator().usage()::leave);
    job.generator().batchers().get(0).submit(job, 0);
    return job;
  }

  private Submission ended(GenerationSpec spec, Outcome outcome) {
    options.metrics().refused(spec.generator(), outcome);
    return new Ended(outcome);
  }

  /** How the networks of the generators that serve do, one by one. */
  public List<NetworkHealth> health() {
    return fleet.lineup().generators().stream()
        .flatMap(generator -> generator.batchers().stream())
        .map(StepBatcher::health)
        .toList();
  }

  /** The cards of the generators that serve, by name, newest version first. */
  public List<GeneratorCard> generators() {
    return fleet.lineup().generators().stream().map(g -> g.generator().card()).toList();
  }

  /** The card of that hash, whether it serves or was replaced since. */
  public Optional<GeneratorCard> card(String hash) {
    return fleet.card(hash);
  }

  /** One sentence for each generator directory that cannot serve. */
  public List<String> problems() {
    return fleet.lineup().problems().stream().map(GeneratorCatalog.Problem::message).toList();
  }

  @Override
  public void close() {
    fleet.close();
    watchdog.close();
  }
}
