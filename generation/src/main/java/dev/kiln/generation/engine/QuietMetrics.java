package dev.kiln.generation.engine;

import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.request.Trouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the metrics of others, whose mistakes must not reach the engine's threads. */
record QuietMetrics(EngineMetrics told) implements EngineMetrics {

  private static final Logger LOG = LoggerFactory.getLogger(QuietMetrics.class);

  @Override
  public void called(String network, int rows, int capacity, long nanos) {
    // Once a step, as the next: without a lambda, which would be an object a step.
    try {
      told.called(network, rows, capacity, nanos);
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  @Override
  public void queued(String network, long nanos) {
    try {
      told.queued(network, nanos);
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  @Override
  public void troubled(String network, Trouble trouble) {
    quietly(() -> told.troubled(network, trouble));
  }

  @Override
  public void admitted(String generator) {
    quietly(() -> told.admitted(generator));
  }

  @Override
  public void waited(String generator, long nanos) {
    quietly(() -> told.waited(generator, nanos));
  }

  @Override
  public void passed(String network, long nanos) {
    quietly(() -> told.passed(network, nanos));
  }

  @Override
  public void refused(String generator, Outcome outcome) {
    quietly(() -> told.refused(generator, outcome));
  }

  @Override
  public void ended(String generator, Outcome outcome, long nanos) {
    quietly(() -> told.ended(generator, outcome, nanos));
  }

  private static void quietly(Runnable telling) {
    try {
      telling.run();
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private static void failed(RuntimeException e) {
    LOG.warn("The engine's metrics failed.", e);
  }
}
