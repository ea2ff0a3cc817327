package dev.kiln.generation.network;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.kiln.generation.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A network in ONNX Runtime. Loaded from bytes, never from a path, so that a graph cannot name
 * files of its own (external data), after a look for what it must not hold; libraries of custom
 * operators are loaded only where the options name them.
 */
public final class OnnxNetwork implements Network {

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final OrtSession alone; // the same one, or one whose calls have other threads
  private final Signature signature;

  private OnnxNetwork(
      OrtEnvironment environment, OrtSession session, OrtSession alone, Signature signature) {
    this.environment = environment;
    this.session = session;
    this.alone = alone;
    this.signature = signature;
  }

  /** A loader with these options. */
  public static NetworkLoader loader(OnnxOptions options) {
    return new Loader(options, options.threads());
  }

  /** Loads with options. */
  private record Loader(OnnxOptions options, int alone) implements NetworkLoader {
    @Override
    public Network load(String name, byte[] bytes) throws NetworkException {
      return OnnxNetwork.load(name, bytes, options, alone);
    }

    @Override
    public NetworkLoader withThreads(int threads, int threadsAlone) {
      return new Loader(options.withThreads(threads), threadsAlone);
    }

    @Override
    public int cores() {
      return options.provider() == OnnxOptions.Provider.CPU ? options.threads() : 1;
    }

    @Override
    public String device() {
      return options.provider() == OnnxOptions.Provider.CPU
          ? "the CPU"
          : options.provider() + " device " + options.device();
    }

    @Override
    public String runtime() {
      return "ONNX Runtime %s, %s %d, %s, %d cores"
          .formatted(
              environment().getVersion(),
              options.provider(),
              options.device(),
              System.getProperty("os.arch"),
              cores());
    }
  }

  /**
   * Loads a network.
   *
   * @param name what to call it in messages
   * @param bytes the ONNX file's content
   * @throws NetworkException when ONNX Runtime cannot load it or a port is of an unknown kind
   */
  public static OnnxNetwork load(String name, byte[] bytes, OnnxOptions options)
      throws NetworkException {
    return load(name, bytes, options, options.threads());
  }

  private static OnnxNetwork load(String name, byte[] bytes, OnnxOptions options, int threadsAlone)
      throws NetworkException {
    OnnxScan.check(name, bytes, !options.customOperators().isEmpty());
    OrtEnvironment environment = environment();
    OrtSession session = session(name, bytes, options);
    OrtSession alone = session;
    try {
      if (threadsAlone != options.threads()) {
        alone = session(name, bytes, options.withThreads(threadsAlone));
      }
      return new OnnxNetwork(
          environment,
          session,
          alone,
          new Signature(
              ports(name, "input", session.getInputInfo()),
              ports(name, "output", session.getOutputInfo())));
    } catch (OrtException | NetworkException e) {
      close(session, alone);
      throw e instanceof NetworkException network
          ? network
          : new NetworkException(name + " cannot be inspected: " + OnnxErrors.oneLine(e), e);
    }
  }

  private static OrtEnvironment environment() {
    return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
  }

  private static OrtSession session(String name, byte[] bytes, OnnxOptions options)
      throws NetworkException {
    try (OrtSession.SessionOptions how = options.toSessionOptions()) {
      return environment().createSession(bytes, how);
    } catch (OrtException e) {
      throw new NetworkException(name + " is no ONNX network: " + OnnxErrors.oneLine(e), e);
    }
  }

  private static Map<String, Port> ports(String network, String side, Map<String, NodeInfo> nodes)
      throws NetworkException {
    Map<String, Port> ports = new TreeMap<>();
    for (NodeInfo node : nodes.values()) {
      String port = side + " " + node.getName() + " of " + network;
      if (!(node.getInfo() instanceof TensorInfo tensor)) {
        throw new NetworkException(port + " is no tensor");
      }
      Port.Type type =
          switch (tensor.type) {
            case FLOAT -> Port.Type.FLOAT;
            case INT64 -> Port.Type.LONG;
            default ->
                throw new NetworkException(port + " must be FLOAT or INT64, is " + tensor.type);
          };
      ports.put(node.getName(), new Port(node.getName(), type, rowShape(port, tensor.getShape())));
    }
    return ports;
  }

  private static Shape rowShape(String port, long[] shape) throws NetworkException {
    if (shape.length == 0 || shape[0] != -1) {
      throw new NetworkException(port + " has no free batch dimension");
    }
    List<Integer> row = new ArrayList<>();
    for (int i = 1; i < shape.length; i++) {
      if (shape[i] < 1 || shape[i] > Integer.MAX_VALUE) {
        throw new NetworkException(
            port
                + " has a size of "
                + shape[i]
                + " at dimension "
                + i
                + ", only the batch is free");
      }
      row.add((int) shape[i]);
    }
    try {
      return new Shape(row);
    } catch (IllegalArgumentException e) {
      throw new NetworkException(port + " is too large: " + e.getMessage(), e);
    }
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public NetworkBatch newBatch(int capacity) {
    return new OnnxBatch(environment, session, alone, signature, capacity);
  }

  @Override
  public void close() {
    close(session, alone);
  }

  private static void close(OrtSession session, OrtSession alone) {
    try {
      session.close();
      if (alone != session) {
        alone.close();
      }
    } catch (OrtException e) {
      throw new IllegalStateException("the session was closed twice", e);
    }
  }
}
