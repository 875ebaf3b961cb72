using Spectre.Console;

namespace ChatFunctions.Cli.Terminal;

/// <summary>A part of a line, in a style of its own.</summary>
internal readonly record struct Piece(string Text, Style? Style = null);
