using Spectre.Console;

namespace ChatFunctions.Cli.Terminal;

/// <summary>A styled part of a line.</summary>
internal readonly record struct Piece(string Text, Style? Style = null);
