/// How a file begins that is a picture of this program.
public enum PictureMark {
  public static let beginning = Drawing.beginning
}
