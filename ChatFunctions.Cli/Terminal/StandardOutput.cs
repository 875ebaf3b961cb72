using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ChatFunctions.Cli.Terminal;

/// <summary>Standard output that detects a closed pipe, as in <c>tail | head -n 1</c>.</summary>
internal static class StandardOutput
{
    private const int Descriptor = 1;

    public static TextWriter Open() =>
        new StreamWriter(new OutputStream(Stream()), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true, NewLine = "\n" };

    /// <summary>
    /// The runtime's console stream ignores a closed pipe, so pipes are written to directly. Files aren't, because only the console stream appends
    /// after other processes that write to the same file.
    /// </summary>
    private static Stream Stream()
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected)
        {
            return Console.OpenStandardOutput();
        }

        var direct = new FileStream(new SafeFileHandle(Descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return direct.CanSeek ? Console.OpenStandardOutput() : direct;
    }

    /// <summary>Distinguishes errors of standard output from other I/O errors.</summary>
    private sealed class OutputStream(Stream stream) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            try
            {
                stream.Write(buffer);
            }
            catch (IOException e)
            {
                throw new OutputClosedException(e);
            }
        }

        public override void Flush() => stream.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}

/// <summary>The reader of standard output has closed it.</summary>
internal sealed class OutputClosedException(Exception inner) : Exception("Standard output is closed.", inner);
