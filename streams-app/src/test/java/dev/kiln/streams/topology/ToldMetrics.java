package dev.kiln.streams.topology;

import dev.kiln.schemas.FailureCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what it is told. */
final class ToldMetrics implements TopologyMetrics, TopologyMetrics.Task {

  final List<String> answers = new ArrayList<>();
  int restored;
  int retried;
  int registryAway;
  int previews;
  int previewsDropped;
  int inFlight;
  int waiting;
  int tasks;

  @Override
  public void restored(int requests) {
    restored += requests;
  }

  @Override
  public void retried() {
    retried++;
  }

  @Override
  public void registryAway() {
    registryAway++;
  }

  @Override
  public void answered(
      @Nullable String generator, @Nullable FailureCode code, int samples, Duration took) {
    answers.add("%s %s %d %dms".formatted(generator, code, samples, took.toMillis()));
  }

  @Override
  public void previewed(String generator, int published, int dropped) {
    previews += published;
    previewsDropped += dropped;
  }

  @Override
  public TopologyMetrics.Task task(int partition) {
    tasks++;
    return this;
  }

  @Override
  public void holds(int flying, int stored) {
    inFlight = flying;
    waiting = stored;
  }

  @Override
  public void closed() {
    tasks--;
  }
}
