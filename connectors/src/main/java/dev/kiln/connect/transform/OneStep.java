package dev.kiln.connect.transform;

import dev.kiln.connect.config.GeneratorSettings;
import dev.kiln.connect.config.SettingException;
import dev.kiln.connect.sample.ProvenanceHeaders;
import dev.kiln.connect.session.Session;
import dev.kiln.connect.session.Sessions;
import dev.kiln.generation.card.Generator;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.engine.Submission;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.request.Outcome.Generated;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.header.Headers;

/**
 * A generator that makes one sample a record while the record waits. Only generators of one step
 * can: a transform sees one record at a time, so there is nothing to batch. Safe for many threads;
 * close once.
 */
final class OneStep implements AutoCloseable {

  static final String SEED = "seed";
  static final String TIMEOUT = "timeout.ms";

  private final GenerationSpec base;
  private final long timeoutMillis;
  private final Session session;

  private OneStep(GenerationSpec base, long timeoutMillis, Session session) {
    this.base = base;
    this.timeoutMillis = timeoutMillis;
    this.session = session;
  }

  /** Adds the keys that are the same in all transforms. */
  static void define(ConfigDef definition, String group) {
    definition
        .define(
            SEED,
            ConfigDef.Type.LONG,
            0L,
            null,
            ConfigDef.Importance.LOW,
            "The seed. With it, a record's place (topic, partition and offset, or the source's own"
                + " offset) gives its sample, so a record that comes again gets the same.",
            group,
            10,
            ConfigDef.Width.SHORT,
            "Seed")
        .define(
            TIMEOUT,
            ConfigDef.Type.LONG,
            30_000L,
            ConfigDef.Range.between(1, 600_000),
            ConfigDef.Importance.LOW,
            "How long a record waits for its sample, in milliseconds; then it fails.",
            group,
            11,
            ConfigDef.Width.SHORT,
            "Timeout");
  }

  /**
   * Checks that a configuration's generator makes samples in one step.
   *
   * @throws SettingException if it does not
   */
  static Generator check(AbstractConfig config) {
    Generator generator = GeneratorSettings.find(config);
    GeneratorCard card = generator.card();
    Integer given = config.getInt(GeneratorSettings.STEPS);
    int steps = given == null ? card.defaults().steps() : given;
    if (steps != 1) {
      String key = given == null ? GeneratorSettings.GENERATOR : GeneratorSettings.STEPS;
      throw new SettingException(
          key,
          given == null ? card.name() : given,
          "takes "
              + steps
              + " steps a record, a transform uses generators of one step; for others there is"
              + " Kiln's streaming app");
    }
    if (card.restores()) {
      throw new SettingException(
          GeneratorSettings.GENERATOR,
          card.name(),
          "restores a picture that a request brings, so nothing can be drawn from it");
    }
    return generator;
  }

  /** Loads a configuration's generator, or shares it with those who have. */
  static OneStep open(AbstractConfig config) {
    Generator generator = check(config);
    return new OneStep(
        GeneratorSettings.spec(config, generator.card()),
        config.getLong(TIMEOUT),
        Sessions.ofWorker().acquire(generator, config.getInt(GeneratorSettings.THREADS)));
  }

  GeneratorCard card() {
    return session.generator().card();
  }

  /** A request without conditions. */
  GenerationSpec base() {
    return base;
  }

  /**
   * Makes a sample, and waits for it.
   *
   * @throws DataException in one sentence, if the record cannot have one
   * @throws RetriableException if it took too long
   */
  Generated make(GenerationSpec spec) {
    Submission submission = session.submit(spec);
    try {
      Outcome outcome = submission.outcome().get(timeoutMillis, TimeUnit.MILLISECONDS);
      if (outcome instanceof Generated generated) {
        return generated;
      }
      throw new DataException("No sample for the record: " + Session.reason(outcome));
    } catch (TimeoutException e) {
      submission.cancel();
      throw new RetriableException(
          card().name() + " made no sample within " + timeoutMillis + " ms", e);
    } catch (InterruptedException e) {
      submission.cancel();
      Thread.currentThread().interrupt();
      throw new ConnectException("waiting for a sample was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("an outcome never completes exceptionally", e);
    }
  }

  /** The headers of a record with those that say where its sample is from. */
  static Headers marked(Headers headers, Generated made) {
    Headers copy = Objects.requireNonNull(headers.duplicate());
    ProvenanceHeaders.add(copy, made.provenance());
    return copy;
  }

  @Override
  public void close() {
    session.close();
  }
}
