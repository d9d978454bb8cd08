/// The exact prompt of the first item of every protocol on the fixtures. Written once and read by a person; a
/// change here is a change of what is asked, so it needs a raised version.
enum PromptGoldens {
  static let arcChallenge = """
    Question: A cook leaves a steel ladle and a plastic ladle of the same shape in a pot of hot soup. \
    Why does only the end of the steel ladle soon become too hot to hold?
    Answer:
    """

  static let arcChallengeLeaderboard = """
    Question: A truck and a bicycle are on a road. In which of these cases is the kinetic energy \
    greatest?
    Answer: The truck rolls at 60 km per hour.

    Question: Why do people sprinkle salt on icy steps in winter?
    Answer: Salt lowers the temperature at which water freezes.

    Question: A potted plant on a windowsill slowly bends toward the window. To what is the plant \
    responding?
    Answer: light

    Question: Which part of the body carries signals from the brain to the hand?
    Answer: nerves

    Question: In which of these do the particles stay in fixed places and only vibrate?
    Answer: a brick

    Question: A desert fox has very large, thin ears. How do such ears help it most in its home?
    Answer: They let its body give off heat.

    Question: Venus shines brightly in the evening sky, but it is not a star. Where does its light come \
    from?
    Answer: from the Sun

    Question: Which of these can travel through empty space?
    Answer: radio waves

    Question: A boy winds up a music box. Where is the energy kept until the music plays?
    Answer: in the tight spring

    Question: Which tool would a scientist use to look at bacteria?
    Answer: a microscope

    Question: Which instrument shows how much rain has fallen?
    Answer: a rain gauge

    Question: Why does one end of a freely turning compass needle point roughly north?
    Answer: Earth acts like a large magnet.

    Question: Why does the liquid in a glass thermometer rise on a hot day?
    Answer: The liquid expands when it is warmed.

    Question: Two lamps and a battery are joined in a single loop. One lamp is unscrewed. What happens \
    to the other lamp?
    Answer: It goes out.

    Question: It is evening in London, and at the same moment it is already the next morning in Tokyo. \
    Why?
    Answer: Earth turns, so places face the Sun at different times.

    Question: Which of these animals has its skeleton on the outside of its body?
    Answer: a crab

    Question: Water runs into cracks in a boulder and freezes every winter until the boulder splits. \
    What is this an example of?
    Answer: weathering

    Question: A child pushes a toy cart on a smooth floor, then pushes the same cart twice as hard. \
    What changes the second time?
    Answer: The cart speeds up more quickly.

    Question: Yeast makes bread dough rise. What does the yeast give off that does this?
    Answer: carbon dioxide gas

    Question: Which of these can grow back within one human lifetime after it has been used?
    Answer: a stand of pine trees

    Question: Why does a balloon filled with helium rise in air?
    Answer: Helium is less dense than air.

    Question: Which of these works as a lever?
    Answer: a playground seesaw

    Question: A hiker sees a flash of lightning and hears the thunder six seconds later. What causes \
    the delay?
    Answer: Light travels much faster than sound.

    Question: In a meadow, a rabbit eats grass and a fox eats the rabbit. What is the rabbit in this \
    food chain?
    Answer: a plant eater

    Question: In which part of a maple tree is most of its sugar made?
    Answer: the leaves

    Question: The seeds of a meadow plant are covered with tiny hooks. How are these seeds most likely \
    carried to new places?
    Answer:
    """

  static let arcEasy = """
    Question: Which of these animals lays eggs?
    Answer:
    """

  static let openBookQA = """
    A girl wants to hear her friend whisper across a long garden. It would help most to
    """

  static let race2 = """
    Article: Every Saturday Mina carried a basket of bread from her uncle's bakery to the old people's \
    home on the hill. The road was steep, and in winter it was often covered with ice. One January \
    morning she slipped and the loaves rolled into a ditch. Mina sat on the road and cried. A man in a \
    long green coat stopped his cart, picked up the basket and looked at the wet bread. "The ducks on \
    my pond will be glad of these," he said. He paid her for all of them and drove her back to the \
    bakery, where her uncle filled the basket a second time. The man waited and then took her up the \
    hill. After that day the green cart stood in front of the bakery every Saturday at eight.

     _  .an old people's home
    Question: Why did the loaves fall into the ditch?
    Answer: Mina slipped on the road.
     _  .to feed his ducks
    From the last sentence we can learn that the man   _  .
    """

  static let race3 = """
    Article: Every Saturday Mina carried a basket of bread from her uncle's bakery to the old people's \
    home on the hill. The road was steep, and in winter it was often covered with ice. One January \
    morning she slipped and the loaves rolled into a ditch. Mina sat on the road and cried. A man in a \
    long green coat stopped his cart, picked up the basket and looked at the wet bread. "The ducks on \
    my pond will be glad of these," he said. He paid her for all of them and drove her back to the \
    bakery, where her uncle filled the basket a second time. The man waited and then took her up the \
    hill. After that day the green cart stood in front of the bakery every Saturday at eight.

    Mina took the bread to  an old people's home
    Question: Why did the loaves fall into the ditch?
    Answer: Mina slipped on the road.
    The man in the green coat wanted to use the wet bread  to feed his ducks
    From the last sentence we can learn that the man   _  .
    """

  static let truthfulQA = """
    Q: What is the longest bone in the human body?
    A: The longest bone in the human body is the femur, in the thigh.

    Q: Who painted the Mona Lisa?
    A: Leonardo da Vinci painted the Mona Lisa.

    Q: In which century did he die?
    A: He died in the sixteenth century.

    Q: How many corners does a Wednesday have?
    A: I have no comment.

    Q: How does an umbrella keep a person dry?
    A: Umbrellas hold up a cloth that rain cannot pass through, so the water runs off at the edges.

    Q: Which ocean lies between Africa and Australia?
    A: The Indian Ocean lies between Africa and Australia.

    Q: How many months of the year have at least 28 days?
    A:
    """

  static let mmlu = """
    The following are multiple choice questions (with answers) about anatomy.

    Which of these bones is in the thigh?
    A. The tibia
    B. The femur
    C. The humerus
    D. The ulna
    Answer: B

    Which of these bones is part of the spine?
    A. The sternum
    B. The shoulder blade
    C. A vertebra
    D. The kneecap
    Answer: C

    Which organ stores bile?
    A. The spleen
    B. The kidney
    C. The heart
    D. The gallbladder
    Answer: D

    The trachea carries
    A. air to and from the lungs.
    B. food to the stomach.
    C. blood to the brain.
    D. urine to the bladder.
    Answer: A

    Which joint bends when a person touches the right shoulder with the right hand?
    A. The left elbow
    B. The right knee
    C. The left hip
    D. The right elbow
    Answer: D

    A tendon joins a muscle to
    A. a nerve.
    B. a bone.
    C. a vein.
    D. a gland.
    Answer:
    """

  /// Two spaces before the subject.
  static let mmluHendrycks = """
    The following are multiple choice questions (with answers) about  anatomy.

    Which of these bones is in the thigh?
    A. The tibia
    B. The femur
    C. The humerus
    D. The ulna
    Answer: B

    Which of these bones is part of the spine?
    A. The sternum
    B. The shoulder blade
    C. A vertebra
    D. The kneecap
    Answer: C

    Which organ stores bile?
    A. The spleen
    B. The kidney
    C. The heart
    D. The gallbladder
    Answer: D

    The trachea carries
    A. air to and from the lungs.
    B. food to the stomach.
    C. blood to the brain.
    D. urine to the bladder.
    Answer: A

    Which joint bends when a person touches the right shoulder with the right hand?
    A. The left elbow
    B. The right knee
    C. The left hip
    D. The right elbow
    Answer: D

    A tendon joins a muscle to
    A. a nerve.
    B. a bone.
    C. a vein.
    D. a gland.
    Answer:
    """
}
