package dev.kiln.export.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.kiln.export.nets.Port;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An ONNX file in ONNX Runtime, from Java arrays to Java arrays. For one thread. */
final class OrtRun implements AutoCloseable {
  private final OrtSession session;
  private final List<Port> inputs;
  private final List<Port> outputs;

  /**
   * Loads a file.
   *
   * @throws ExportException if ONNX Runtime does not load it
   */
  OrtRun(byte[] model, List<Port> inputs, List<Port> outputs) {
    this.inputs = inputs;
    this.outputs = outputs;
    try {
      this.session = OrtEnvironment.getEnvironment().createSession(model);
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  /**
   * The outputs, flat.
   *
   * @throws ExportException if the file does not run
   */
  List<float[]> run(Trial trial) {
    Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    try {
      for (int i = 0; i < inputs.size(); i++) {
        tensors.put(inputs.get(i).name(), tensor(trial.values().get(i), trial.shape(i)));
      }
      try (OrtSession.Result result = session.run(tensors)) {
        List<float[]> values = new ArrayList<>();
        for (Port output : outputs) {
          OnnxTensor tensor = (OnnxTensor) result.get(output.name()).orElseThrow();
          FloatBuffer buffer = tensor.getFloatBuffer();
          float[] row = new float[buffer.remaining()];
          buffer.get(row);
          values.add(row);
        }
        return values;
      }
    } catch (OrtException e) {
      throw failed(e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  private static OnnxTensor tensor(Object values, long[] shape) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    return values instanceof long[] whole
        ? OnnxTensor.createTensor(environment, LongBuffer.wrap(whole), shape)
        : OnnxTensor.createTensor(environment, FloatBuffer.wrap((float[]) values), shape);
  }

  private static ExportException failed(OrtException e) {
    return new ExportException(
        "ONNX Runtime does not run the exported network: "
            + String.valueOf(e.getMessage()).replaceAll("\\s+", " "),
        e);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw failed(e);
    }
  }
}
