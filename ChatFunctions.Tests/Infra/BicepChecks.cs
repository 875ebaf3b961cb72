using ChatFunctions.Tests.Infra.Bicep;

namespace ChatFunctions.Tests.Infra;

/// <summary>What a Bicep compiler would say of names, and what this project asks beyond, as complaints.</summary>
internal static class BicepChecks
{
    public static IEnumerable<string> All(BicepProject project) =>
        project.Files.SelectMany(file => Names(project, file).Concat(Modules(project, file)).Concat(Rules(project, file)));

    /// <summary>Every name is declared once and used, unless it deploys something that nothing else needs.</summary>
    private static IEnumerable<string> Names(BicepProject project, BicepFile file)
    {
        var references = file.Declarations.Select(declaration => new BicepReferences(declaration)).ToArray();
        var named = file.Declarations.Where(declaration => declaration.Keyword is not "output").ToArray();
        foreach (var twice in named.GroupBy(declaration => declaration.Name).Where(group => group.Count() > 1))
            yield return $"{file.Path}: '{twice.Key}' is declared twice";

        var names = named.Select(declaration => declaration.Name).ToHashSet();
        foreach (var (name, line) in references.SelectMany(reference => reference.Symbols))
            if (!names.Contains(name) && !BicepFunctions.Namespaces.Contains(name))
                yield return $"{file.Path}({line}): '{name}' is not declared";
        foreach (var (name, line) in references.SelectMany(reference => reference.Functions))
            if (!BicepFunctions.Names.Contains(name))
                yield return $"{file.Path}({line}): '{name}' is no known function";

        var used = references.SelectMany(reference => reference.Symbols).Select(symbol => symbol.Name).ToHashSet();
        foreach (var declaration in named)
            if (!used.Contains(declaration.Name) && !IsLeaf(project, file, declaration) && !IsExported(declaration))
                yield return $"{file.Path}({declaration.Line}): '{declaration.Name}' is never used";
        foreach (var output in file.Of("output"))
            if (file.Path != "main.bicep" && !IsAskedFor(project, file, output.Name))
                yield return $"{file.Path}({output.Line}): the output '{output.Name}' is never used";
    }

    /// <summary>Modules and imports name a file, get what it takes and no more, and are asked for what they give.</summary>
    private static IEnumerable<string> Modules(BicepProject project, BicepFile file)
    {
        foreach (var import in file.Of("import"))
            if (project.Find(file, import.Source)?.Of("var").Where(IsExported).Any(variable => variable.Name == import.Name) is not true)
                yield return $"{file.Path}({import.Line}): '{import.Source}' exports no '{import.Name}'";

        var modules = file.Of("module").ToDictionary(module => module.Name, module => project.Find(file, module.Source));
        foreach (var module in file.Of("module"))
        {
            if (modules[module.Name] is not { } target)
            {
                yield return $"{file.Path}({module.Line}): there is no '{module.Source}'";
                continue;
            }

            var given = module.Members.TryGetValue("params", out var parameters) ? BicepObject.Members(parameters).Keys : [];
            foreach (var name in given.Except(target.Of("param").Select(parameter => parameter.Name)))
                yield return $"{file.Path}({module.Line}): '{target.Path}' has no parameter '{name}'";
            foreach (var parameter in target.Of("param"))
                if (parameter.Value.Count == 0 && !given.Contains(parameter.Name))
                    yield return $"{file.Path}({module.Line}): '{target.Path}' needs the parameter '{parameter.Name}'";
        }

        foreach (var (module, output, line) in file.Declarations.SelectMany(declaration => new BicepReferences(declaration).Outputs))
            if (modules.GetValueOrDefault(module)?.Of("output").All(given => given.Name != output) is true)
                yield return $"{file.Path}({line}): '{module}' has no output '{output}'";
    }

    /// <summary>Parameters and outputs say what they are, versions and roles are those that were looked up.</summary>
    private static IEnumerable<string> Rules(BicepProject project, BicepFile file)
    {
        foreach (var declaration in file.Of("param").Concat(file.Of("output")))
            if (!declaration.IsDecorated("description"))
                yield return $"{file.Path}({declaration.Line}): '{declaration.Name}' has no @description";
        foreach (var resource in file.Of("resource"))
            if (!AzureFacts.ApiVersions.Contains(resource.Source))
                yield return $"{file.Path}({resource.Line}): '{resource.Source}' is not a version that was looked up";

        var ids = from declaration in file.Declarations
                  from token in declaration.Expressions
                  where token.Kind is BicepTokenKind.Text && Guid.TryParse(token.Text, out _)
                  select token;
        foreach (var id in ids)
            if (file.Path != "roles.bicep" || !AzureFacts.Roles.Values.Contains(id.Text))
                yield return $"{file.Path}({id.Line}): {id.Text} is not a role that was looked up, in the file for them";
    }

    private static bool IsLeaf(BicepProject project, BicepFile file, BicepDeclaration declaration) => declaration switch
    {
        { Keyword: "resource", IsExisting: false } => AzureFacts.LeafTypes.Contains(declaration.Source.Split('@')[0]),
        { Keyword: "module" } => project.Find(file, declaration.Source)?.Of("output").Any() is false,
        _ => false,
    };

    private static bool IsExported(BicepDeclaration declaration) => declaration.IsDecorated("export");

    private static bool IsAskedFor(BicepProject project, BicepFile file, string output) =>
        (from user in project.Files
         from module in user.Of("module")
         where project.Find(user, module.Source) == file
         from declaration in user.Declarations
         from asked in new BicepReferences(declaration).Outputs
         where asked.Module == module.Name && asked.Output == output
         select asked).Any();
}
