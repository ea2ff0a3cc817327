package dev.kiln.streams.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One run from the first process to the verdict. */
final class Run {

  /**
   * How a run is.
   *
   * @param seed of requests and faults
   * @param requests how many at least
   * @param perSecond how many a second
   * @param instances how many begin
   * @param maxInstances how many there may be at most
   * @param limit after how long no more faults begin
   */
  record Settings(
      long seed, int requests, double perSecond, int instances, int maxInstances, Duration limit) {}

  /** What happens while the load goes. */
  interface Deeds {
    /** Begins when the load does; the run is judged when it is over. */
    void happen(Rig rig, Load load, Watch watch, Tally tally)
        throws IOException, InterruptedException;
  }

  /** What came of it. */
  record Result(Verdict verdict, Report report) {}

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private Run() {}

  /** A run in which faults happen, one after the other. */
  static Result of(Path directory, Settings settings, List<Fault> schedule)
      throws IOException, InterruptedException {
    return of(
        directory,
        settings,
        Map.of(),
        (rig, load, watch, tally) ->
            new Faults(rig, load, watch, tally, settings.seed()).run(schedule, settings.limit()));
  }

  /**
   * A run in which something happens.
   *
   * @param properties what instances are configured with besides {@link Rig#properties()}
   */
  static Result of(Path directory, Settings settings, Map<String, String> properties, Deeds deeds)
      throws IOException, InterruptedException {
    var tally = new Tally();
    try (var rig = new Rig(directory, settings.maxInstances(), properties)) {
      tally.say("the cluster is up");
      for (int i = 1; i <= settings.instances(); i++) {
        rig.instance(i).start();
      }
      var asks = new Asks(settings.seed());
      try (var watch = Watch.start(rig.cluster().client(), rig.registry());
          var load =
              Load.start(
                  rig.cluster().client(),
                  rig.registry(),
                  asks,
                  settings.perSecond(),
                  settings.requests())) {
        deeds.happen(rig, load, watch, tally);
        tally.say("all faults are done, %d requests sent".formatted(load.asked()));
        load.finish(tally.counted("timeOver") > 0);
        tally.say("all %d requests are sent".formatted(load.sent().size()));
        boolean all = watch.awaitAll(load.sent().keySet(), PATIENCE);
        tally.say(all ? "all have an answer" : "some have no answer after " + PATIENCE);
        for (Instance instance : rig.wanted()) {
          instance.stop();
        }
        tally.say("all instances ended in order");
        return judge(rig, load, tally, settings);
      }
    }
  }

  private static Result judge(Rig rig, Load load, Tally tally, Settings settings)
      throws IOException {
    try (var committed = new Committed(rig.cluster().client(), rig.registry());
        var alone = new EngineAlone(rig.generators().all())) {
      List<Answered> answers = committed.all();
      Verdict verdict = Verifier.verify(load.sent().values(), answers, alone);
      var report =
          new Report(
              settings.seed(), tally, rig.ownDeaths(), load.sent().size(), answers.size(), verdict);
      report.put("leftInStore", committed.leftInStore());
      return new Result(verdict, report);
    }
  }
}
