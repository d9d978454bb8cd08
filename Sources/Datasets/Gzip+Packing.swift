import CZlib
import Files

extension Gzip {
  /// One member that holds the bytes, packed as small as it gets. The packed bytes may differ between versions of zlib, what they hold
  /// does not. A `level` below 9 is quicker and packs less.
  public static func pack(_ bytes: [UInt8], level: Int32 = 9) -> [UInt8] {
    var packed = [UInt8](repeating: 0, count: Int(compressBound(UInt(bytes.count))) + 64)
    var stream = z_stream()
    guard assay_deflate_gzip_start(&stream, level) == Z_OK else { return [] }
    defer { deflateEnd(&stream) }
    let capacity = packed.count
    let result = bytes.withUnsafeBufferPointer { input in
      packed.withUnsafeMutableBufferPointer { output in
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(capacity)
        return deflate(&stream, Z_FINISH)
      }
    }
    guard result == Z_STREAM_END else { return [] }
    packed.removeLast(Int(stream.avail_out))
    return packed
  }
}
