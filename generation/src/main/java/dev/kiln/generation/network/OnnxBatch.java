package dev.kiln.generation.network;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Direct buffers that are filled again for every call, with a tensor over them for each number of
 * rows, made when that number first comes up. Inputs are read and outputs written in place.
 */
final class OnnxBatch implements NetworkBatch {

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final OrtSession alone;
  private final Signature signature;
  private final int capacity;
  private final Map<String, Buffer> inputs = new HashMap<>();
  private final Map<String, FloatBuffer> outputs = new HashMap<>();
  private final @Nullable Bound[] bound;
  private final RunOptions run;
  private boolean closed;

  /** The tensors for one number of rows. */
  private record Bound(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) {}

  /**
   * Room for so many rows.
   *
   * @param session for calls side by side
   * @param alone for a call that no other runs beside; may be the same
   */
  OnnxBatch(
      OrtEnvironment environment,
      OrtSession session,
      OrtSession alone,
      Signature signature,
      int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be at least 1, was " + capacity);
    }
    this.environment = environment;
    this.session = session;
    this.alone = alone;
    this.signature = signature;
    this.capacity = capacity;
    this.bound = new Bound[capacity + 1];
    for (Port port : signature.inputs().values()) {
      int values = Math.multiplyExact(capacity, port.row().size());
      inputs.put(
          port.name(),
          port.type() == Port.Type.FLOAT
              ? direct(values, Float.BYTES).asFloatBuffer()
              : direct(values, Long.BYTES).asLongBuffer());
    }
    for (Port port : signature.outputs().values()) {
      int values = Math.multiplyExact(capacity, port.row().size());
      outputs.put(port.name(), direct(values, Float.BYTES).asFloatBuffer());
    }
    this.run = runOptions();
  }

  private static RunOptions runOptions() {
    try {
      RunOptions made = new RunOptions();
      made.setLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      return made;
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime gives no options for a run", e);
    }
  }

  private static ByteBuffer direct(int values, int bytes) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(values, bytes))
        .order(ByteOrder.nativeOrder());
  }

  @Override
  public int capacity() {
    return capacity;
  }

  @Override
  public FloatBuffer floats(String input) {
    return (FloatBuffer) known(inputs, input);
  }

  @Override
  public LongBuffer longs(String input) {
    return (LongBuffer) known(inputs, input);
  }

  @Override
  public FloatBuffer output(String output) {
    return known(outputs, output);
  }

  private static <T> T known(Map<String, T> buffers, String name) {
    T buffer = buffers.get(name);
    if (buffer == null) {
      throw new IllegalArgumentException(
          "the network has no " + name + ", it has " + buffers.keySet());
    }
    return buffer;
  }

  @Override
  public void run(int rows) throws NetworkException {
    run(session, rows);
  }

  @Override
  public void runAlone(int rows) throws NetworkException {
    run(alone, rows);
  }

  private void run(OrtSession by, int rows) throws NetworkException {
    try {
      Bound tensors = bound[rows];
      if (tensors == null) {
        tensors = bind(rows);
        bound[rows] = tensors;
      }
      // The result holds nothing of its own: every output is pinned to a buffer of ours.
      by.run(tensors.inputs, Set.of(), tensors.outputs, run).close();
    } catch (OrtException e) {
      throw new NetworkException(
          OnnxErrors.kind(e), "the network failed: " + OnnxErrors.oneLine(e), e);
    }
  }

  @Override
  public synchronized void stop() {
    if (!closed) {
      try {
        run.setTerminate(true);
      } catch (OrtException e) {
        throw new IllegalStateException("ONNX Runtime cannot be told to stop", e);
      }
    }
  }

  private Bound bind(int rows) throws OrtException {
    Map<String, OnnxTensor> in = new HashMap<>();
    Map<String, OnnxTensor> out = new HashMap<>();
    for (Port port : signature.inputs().values()) {
      in.put(port.name(), tensor(port, known(inputs, port.name()), rows));
    }
    for (Port port : signature.outputs().values()) {
      out.put(port.name(), tensor(port, known(outputs, port.name()), rows));
    }
    return new Bound(in, out);
  }

  private OnnxTensor tensor(Port port, Buffer buffer, int rows) throws OrtException {
    long[] shape = port.row().batched(rows);
    int values = rows * port.row().size();
    return buffer instanceof FloatBuffer floats
        ? OnnxTensor.createTensor(environment, floats.slice(0, values), shape)
        : OnnxTensor.createTensor(environment, ((LongBuffer) buffer).slice(0, values), shape);
  }

  @Override
  public synchronized void close() {
    closed = true;
    run.close();
    for (int rows = 0; rows < bound.length; rows++) {
      Bound tensors = bound[rows];
      if (tensors != null) {
        tensors.inputs.values().forEach(OnnxTensor::close);
        tensors.outputs.values().forEach(OnnxTensor::close);
        bound[rows] = null;
      }
    }
  }
}
