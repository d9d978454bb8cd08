internal import CKernels

extension ThreadPool {
  /// Calls `body(block, worker)` for each of `count` blocks, on all threads; returns when all are done. Which worker gets which
  /// block differs from run to run, so a result may depend on the block's number only; `worker`, below `threads`, picks
  /// memory to work in. `body` must not use the pool's parallel functions.
  public func forEachBlock(_ count: Int, _ body: (_ block: Int, _ worker: Int) -> Void) {
    withoutActuallyEscaping(body) { body in
      var body = body
      withUnsafeMutablePointer(to: &body) { pointer in
        assay_pool_run(
          handle, Int64(count),
          { context, block, worker in
            context?.assumingMemoryBound(to: ((Int, Int) -> Void).self).pointee(Int(block), Int(worker))
          }, pointer)
      }
    }
  }

  /// `count` numbers as float32, in the calling thread: for use inside a block. `source` need not be aligned.
  public func widen(
    _ source: UnsafeRawPointer, _ format: WeightFormat, count: Int, into result: UnsafeMutablePointer<Float>
  ) {
    assay_widen_piece(handle, source, format.kernel, Int64(count), result)
  }

  /// `count` numbers rounded to nearest even, in the calling thread: for use inside a block.
  public func narrow(
    _ source: UnsafePointer<Float>, _ format: WeightFormat, count: Int, into result: UnsafeMutableRawPointer
  ) {
    assay_narrow_piece(handle, source, format.kernel, Int64(count), result)
  }

  /// The blocks of a format nearest to some numbers, on all threads: the content of a GGUF tensor.
  /// - Precondition: a format of `WeightFormat.quantized`; whole blocks.
  public func quantize(_ source: UnsafePointer<Float>, _ format: WeightFormat, count: Int) -> [UInt8] {
    precondition(WeightFormat.quantized.contains(format) && count % format.blockCount == 0, "\(count) of \(format)")
    return [UInt8](unsafeUninitializedCapacity: format.byteCount(count)) { memory, filled in
      if let base = memory.baseAddress { assay_quantize(handle, source, format.kernel, Int64(count), base) }
      filled = format.byteCount(count)
    }
  }
}
