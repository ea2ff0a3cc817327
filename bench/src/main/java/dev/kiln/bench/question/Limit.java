package dev.kiln.bench.question;

import dev.kiln.bench.report.Report;
import dev.kiln.bench.rig.Ask;
import dev.kiln.bench.rig.BareLoop;
import dev.kiln.bench.rig.Client;
import dev.kiln.bench.rig.ClosedLoop;
import dev.kiln.bench.rig.Cluster;
import dev.kiln.bench.rig.CpuTimes;
import dev.kiln.bench.rig.KilnSide;
import java.util.Map;
import java.util.TreeMap;

/**
 * How close Kiln comes to the machine: samples a second end to end through Kafka under
 * exactly_once_v2, against a bare loop over the same network calls. Says where the processor time
 * of the difference went.
 */
@SuppressWarnings("try") // apps serve by being open
public final class Limit {

  private final Setting setting;
  private final Report report;

  public Limit(Setting setting, Report report) {
    this.setting = setting;
    this.report = report;
  }

  /** Measures; takes about rounds x seconds x 2.5. */
  public void run() {
    BareLoop.Shape shape = BareLoop.best(setting.network(), setting.provider());
    report.say("The bare loop is at its best with %s.", shape);
    report.fact("bare", shape.toString());
    Map<String, Double> cpu = new TreeMap<>();
    double answered = 0;
    try (Cluster cluster = Cluster.start();
        KilnSide kiln = KilnSide.start(cluster, setting.network(), Kilns.settings(setting));
        Client client = kiln.client(cluster);
        BareLoop bare = new BareLoop(setting.network(), setting.provider(), shape)) {
      ClosedLoop loop = new ClosedLoop(client, new Ask(setting.steps()), setting.open());
      // Requests of one step take the same ways, twenty times as often in the same time.
      new ClosedLoop(client, new Ask(1), setting.open()).run(0, setting.warmUp());
      loop.run(0, setting.warmSeconds());
      for (int round = 1; round <= setting.rounds(); round++) {
        double limit = bare.run(setting.seconds()) / setting.steps();
        CpuTimes before = CpuTimes.now(cluster);
        ClosedLoop.Result result = loop.run(setting.warmSeconds(), setting.seconds());
        CpuTimes.now(cluster)
            .since(before)
            .seconds()
            .forEach((who, s) -> cpu.merge(who, s, Double::sum));
        answered += result.answered();
        double samples = result.perSecond();
        report.measured("bare samples/s", limit);
        report.measured("kiln samples/s", samples);
        report.measured("kiln / bare", samples / limit);
        report.say(
            "round %d: bare %.1f/s, kiln %.1f/s, %.3f", round, limit, samples, samples / limit);
      }
    }
    account(cpu, answered);
  }

  private void account(Map<String, Double> cpu, double answered) {
    report.say("");
    report.say("Processor time a sample, in microseconds:");
    Map<String, Object> json = new TreeMap<>();
    cpu.forEach(
        (who, seconds) -> {
          double micros = seconds * 1e6 / answered;
          json.put(who, Math.round(micros));
          report.say("  %-26s %8.0f", who, micros);
        });
    report.fact("cpuMicrosPerSample", json);
  }
}
