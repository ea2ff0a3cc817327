package dev.kiln.streams.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The settings of the cluster's nodes: one controller, and brokers with two listeners each. CLIENT
 * is reached directly, EDGE through a proxy that can be cut. Everything is on loopback; topics have
 * three replicas, of which two must be there.
 */
final class NodeSettings {

  static final String HOST = "127.0.0.1";

  /** After so long without a heartbeat the controller takes a broker for dead. */
  static final int SESSION_MS = 3_000;

  private static final int CONTROLLER = 100;

  private static final int FIRST_PORT = 20_000;
  private static final int LAST_PORT = 32_000;
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private NodeSettings() {}

  static Properties controller(Path data, int port) {
    Properties p = common(data, port);
    p.setProperty("process.roles", "controller");
    p.setProperty("node.id", Integer.toString(CONTROLLER));
    p.setProperty("listeners", "CONTROLLER://%s:%d".formatted(HOST, port));
    replicas(p);
    return p;
  }

  /**
   * @param edgePort where the EDGE listener is
   * @param proxyPort the port that clients of that listener are told
   */
  static Properties broker(
      int id, Path data, int controllerPort, int clientPort, int edgePort, int proxyPort) {
    Properties p = common(data, controllerPort);
    p.setProperty("process.roles", "broker");
    p.setProperty("node.id", Integer.toString(id));
    p.setProperty(
        "listeners", "CLIENT://%s:%d,EDGE://%s:%d".formatted(HOST, clientPort, HOST, edgePort));
    p.setProperty(
        "advertised.listeners",
        "CLIENT://%s:%d,EDGE://%s:%d".formatted(HOST, clientPort, HOST, proxyPort));
    p.setProperty("inter.broker.listener.name", "CLIENT");
    replicas(p);
    waits(p);
    p.setProperty("auto.create.topics.enable", "false");
    p.setProperty("num.network.threads", "2");
    p.setProperty("num.io.threads", "4");
    p.setProperty("num.recovery.threads.per.data.dir", "1");
    p.setProperty("log.cleaner.dedupe.buffer.size", "4194304");
    return p;
  }

  /**
   * A port that nobody has. Not one of those that systems give to connections: the cluster's own
   * could take it before its node does. Never the same twice.
   */
  static int freePort() {
    for (int tries = 0; tries < 1000; tries++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
      if (GIVEN.add(port) && isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "no free port on %s between %d and %d".formatted(HOST, FIRST_PORT, LAST_PORT));
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static Properties common(Path data, int controllerPort) {
    var p = new Properties();
    p.setProperty(
        "controller.quorum.voters", "%d@%s:%d".formatted(CONTROLLER, HOST, controllerPort));
    p.setProperty("controller.listener.names", "CONTROLLER");
    p.setProperty(
        "listener.security.protocol.map", "CLIENT:PLAINTEXT,EDGE:PLAINTEXT,CONTROLLER:PLAINTEXT");
    p.setProperty("log.dirs", data.toString());
    return p;
  }

  /** For brokers and controller: topics that ask for no number of replicas get the controller's. */
  private static void replicas(Properties p) {
    p.setProperty("default.replication.factor", "3");
    p.setProperty("min.insync.replicas", "2");
    p.setProperty("offsets.topic.replication.factor", "3");
    p.setProperty("offsets.topic.num.partitions", "6");
    p.setProperty("transaction.state.log.replication.factor", "3");
    p.setProperty("transaction.state.log.min.isr", "2");
    p.setProperty("transaction.state.log.num.partitions", "6");
    p.setProperty("share.coordinator.state.topic.replication.factor", "3");
    p.setProperty("share.coordinator.state.topic.min.isr", "2");
  }

  private static void waits(Properties p) {
    p.setProperty("group.initial.rebalance.delay.ms", "0");
    p.setProperty("group.min.session.timeout.ms", "1000");
    p.setProperty("broker.session.timeout.ms", Integer.toString(SESSION_MS));
    p.setProperty("broker.heartbeat.interval.ms", "500");
    p.setProperty("replica.lag.time.max.ms", "5000");
    p.setProperty("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
  }
}
