# Two images, which compose.yaml runs: the app on Microsoft's image of the Functions host, and the emulator of Azure SignalR Service.

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS source
WORKDIR /source
COPY . .

FROM source AS publish-app
RUN dotnet publish ChatFunctions --configuration Release --output /app

FROM source AS publish-signalr
RUN dotnet publish emulators/SignalR.Service --configuration Release --output /app

FROM mcr.microsoft.com/azure-functions/dotnet-isolated:4-dotnet-isolated10.0 AS app
COPY --from=publish-app /app /home/site/wwwroot

FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS signalr
COPY --from=publish-signalr /app /app
WORKDIR /app
USER $APP_UID
ENTRYPOINT ["dotnet", "Emulators.SignalR.Service.dll"]
