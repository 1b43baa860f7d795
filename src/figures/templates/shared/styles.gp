# style LIMIT: lines ls 7 dt 1 lw 1
# style DASHED_LIMIT: lines ls 7 dt (6,4) lw 1
# style FAINT: lines lw 0.8 dt (6,4) lc rgb "#777777"
# style WIDTH: lines lw 1.4 dt 1 lc rgb "@c@"
# style WIDTH_TEST: lines lw 1.4 dt (6,4) lc rgb "@c@"
# style TEST: lines lw 1.4 dt (6,4) lc rgb "#777777"
# list THREE_LOW: 16 4 #481f70, 64 6 #3b528b, 256 8 #277e8e
# list FIVE: 16 4 #481f70, 64 6 #3b528b, 256 8 #277e8e, 1024 10 #21a685, 4096 12 #63cb5f
# list THREE: 16 4 #481f70, 256 8 #277e8e, 4096 12 #63cb5f
# list FOUR_TO_NINE: 16 4 #481f70, 32 5 #443a83, 64 6 #3b528b, 128 7 #30698e, 256 8 #277e8e, 512 9 #20928c
# list FIVE_TO_NINE: 32 5 #443a83, 64 6 #3b528b, 128 7 #30698e, 256 8 #277e8e, 512 9 #20928c
# list KEYED: 8 3 #440154, 32 5 #443a83, 256 8 #277e8e, 2048 11 #3aba76, 16384 14 #d2e21b
# list REST: 16 4 #481f70, 64 6 #3b528b, 128 7 #30698e, 512 9 #20928c, 1024 10 #21a685, 4096 12 #63cb5f, 8192 13 #98d83e
