package dev.kiln.bench.question;

import dev.kiln.bench.report.Report;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The engine's own kernels against a copy of the bytes that they must touch, by JMH. In each round
 * each kernel and each copy runs in a process of its own, since compilers do not decide alike in
 * all.
 */
public final class Kernels {

  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final TimeValue WARM_UP = TimeValue.milliseconds(600);
  private static final TimeValue MEASURED = TimeValue.milliseconds(400);

  private final Class<?> kernel;
  private final int rounds;
  private final Report report;

  /**
   * @param kernel a class of benchmarks called kernel and copy, with a parameter work or none
   */
  public Kernels(Class<?> kernel, int rounds, Report report) {
    this.kernel = kernel;
    this.rounds = rounds;
    this.report = report;
  }

  /** Measures; takes about three seconds a round for each piece of work. */
  public void run() {
    Options options =
        new OptionsBuilder()
            .include("^" + kernel.getName().replace(".", "\\.") + "\\.")
            .forks(1)
            .warmupIterations(1)
            .warmupTime(WARM_UP)
            .measurementIterations(1)
            .measurementTime(MEASURED)
            .addProfiler(GCProfiler.class)
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .build();
    for (int round = 1; round <= rounds; round++) {
      report.say("round %d of %d", round, rounds);
      round(options);
    }
  }

  private void round(Options options) {
    Map<String, RunResult> kernels = new LinkedHashMap<>();
    Map<String, RunResult> copies = new LinkedHashMap<>();
    try {
      for (RunResult result : new Runner(options).run()) {
        String work = result.getParams().getParam("work");
        boolean copy = result.getParams().getBenchmark().endsWith(".copy");
        (copy ? copies : kernels).put(work == null ? "noise" : work, result);
      }
    } catch (RunnerException e) {
      throw new IllegalStateException("JMH cannot measure: " + e.getMessage(), e);
    }
    kernels.forEach((work, result) -> compare(work, result, copies.getOrDefault(work, result)));
  }

  private void compare(String work, RunResult kernel, RunResult copy) {
    double kernelNanos = kernel.getPrimaryResult().getScore();
    double copyNanos = copy.getPrimaryResult().getScore();
    report.measured(work + ", kernel us", kernelNanos / 1000);
    report.measured(work + ", copy us", copyNanos / 1000);
    report.measured(work + ", kernel / copy", kernelNanos / copyNanos);
    Result<?> allocated = kernel.getSecondaryResults().get(ALLOCATED);
    if (allocated != null) {
      report.measured(work + ", bytes allocated", Math.floor(allocated.getScore()));
    }
  }
}
