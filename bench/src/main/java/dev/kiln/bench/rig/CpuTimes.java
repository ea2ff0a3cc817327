package dev.kiln.bench.rig;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Processor time so far, by who used it, in seconds. The collector's and the compiler's are what
 * the clock says of them; what is left in none of the groups is ONNX Runtime's own threads.
 */
public record CpuTimes(Map<String, Double> seconds) {

  private static final String REST = "ONNX Runtime's threads";
  private static final String JIT = "JIT compiler";
  private static final String GC = "garbage collector";
  private static final String BROKER = "broker";

  /** From a thread's name to who it works for, the first that fits. */
  private static final Map<String, String> GROUPS = groups();

  private static Map<String, String> groups() {
    Map<String, String> groups = new LinkedHashMap<>();
    groups.put("kiln-batcher", "engine");
    groups.put("kafka-producer-network-thread | kiln", "app's producers");
    groups.put("StreamThread", "stream threads");
    groups.put("kafka-producer-network-thread", "client");
    groups.put("main", "client");
    groups.put("bare-loop", "bare loop");
    groups.put("", "other threads of Java");
    return groups;
  }

  /** As of now. */
  public static CpuTimes now(Cluster cluster) {
    Map<String, Double> seconds = new TreeMap<>();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    double known = 0;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      long nanos = thread == null ? -1 : threads.getThreadCpuTime(thread.getThreadId());
      if (thread != null && nanos > 0) {
        seconds.merge(group(thread.getThreadName()), nanos / 1e9, Double::sum);
        known += nanos / 1e9;
      }
    }
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    double jit = ManagementFactory.getCompilationMXBean().getTotalCompilationTime() / 1e3;
    double gc = 0;
    for (GarbageCollectorMXBean one : ManagementFactory.getGarbageCollectorMXBeans()) {
      gc += one.getCollectionTime() / 1e3;
    }
    seconds.put(JIT, jit);
    seconds.put(GC, gc);
    seconds.put(REST, Math.max(0, system.getProcessCpuTime() / 1e9 - known - jit - gc));
    Duration broker = cluster.brokerCpu();
    seconds.put(BROKER, broker.toNanos() / 1e9);
    return new CpuTimes(seconds);
  }

  private static String group(String thread) {
    for (Map.Entry<String, String> group : GROUPS.entrySet()) {
      if (thread.contains(group.getKey())) {
        return group.getValue();
      }
    }
    throw new IllegalStateException("the last group takes every thread");
  }

  /** What was used since then. */
  public CpuTimes since(CpuTimes before) {
    Map<String, Double> used = new TreeMap<>();
    seconds.forEach(
        (who, now) -> used.put(who, Math.max(0, now - before.seconds.getOrDefault(who, 0.0))));
    return new CpuTimes(used);
  }
}
