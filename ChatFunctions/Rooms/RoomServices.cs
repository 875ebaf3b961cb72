using FluentValidation;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Rooms;

internal static class RoomServices
{
    public static IServiceCollection AddRooms(this IServiceCollection services) => services
        .AddSingleton<UserRoomStore>()
        .AddSingleton<RoomService>()
        .AddSingleton<RoomList>()
        .AddSingleton<IValidator<CreateRoomRequest>, CreateRoomValidator>()
        .AddSingleton<IValidator<PutMemberRequest>, PutMemberValidator>();
}
